package org.web3ecosystem.trustchain.acme.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values as JSON, the way they lie in a column. */
final class Documents {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		// a record's components and nothing that is derived from them
		.changeDefaultVisibility(visible -> visible.withIsGetterVisibility(Visibility.NONE))
		.build();

	private Documents() {
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * @throws StoreException if it cannot be read
	 */
	static <T> T read(String document, Class<T> type) {
		try {
			return MAPPER.readValue(document, type);
		}
		catch (JacksonException damaged) {
			throw new StoreException("a stored " + type.getSimpleName() + " cannot be read", damaged);
		}
	}

}
