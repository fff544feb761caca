package org.web3ecosystem.trustchain.update;

import java.util.Optional;
import java.util.Set;

import org.xbill.DNS.Rcode;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/** What has to be so, or nothing is changed (RFC 2136, section 2.4). */
sealed interface Prerequisite {

	Name name();

	/**
	 * What is said if it is not so, else {@link Rcode#NOERROR} (section 3.2.5).
	 * @param there what its name has
	 */
	int rcode(There there);

	/** Section 2.4.4. */
	record NameInUse(Name name) implements Prerequisite {

		@Override
		public int rcode(There there) {
			return there.isInUse() ? Rcode.NOERROR : Rcode.NXDOMAIN;
		}

	}

	/** Section 2.4.5. */
	record NameNotInUse(Name name) implements Prerequisite {

		@Override
		public int rcode(There there) {
			return there.isInUse() ? Rcode.YXDOMAIN : Rcode.NOERROR;
		}

	}

	/** Section 2.4.1. */
	record HasType(Name name, int type) implements Prerequisite {

		@Override
		public int rcode(There there) {
			return there.has(type) ? Rcode.NOERROR : Rcode.NXRRSET;
		}

	}

	/** Section 2.4.3. */
	record HasNotType(Name name, int type) implements Prerequisite {

		@Override
		public int rcode(There there) {
			return there.has(type) ? Rcode.YXRRSET : Rcode.NOERROR;
		}

	}

	/**
	 * Section 2.4.2.
	 *
	 * @param records all of this type; empty if one of them can be none of ours
	 */
	record HasExactly(Name name, int type, Optional<Set<ResourceRecord>> records) implements Prerequisite {

		@Override
		public int rcode(There there) {
			return records.filter(there.of(type)::equals).isPresent() ? Rcode.NOERROR : Rcode.NXRRSET;
		}

	}

}
