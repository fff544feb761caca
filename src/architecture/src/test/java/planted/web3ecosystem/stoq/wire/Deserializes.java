package planted.web3ecosystem.stoq.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

/** Runs whatever it is sent. */
public final class Deserializes {

	Object read(InputStream in) throws IOException, ClassNotFoundException {
		try (ObjectInputStream objects = new ObjectInputStream(in)) {
			return objects.readObject();
		}
	}

}
