package org.web3ecosystem.bench.trust;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.OperatingSystemMXBean;

/** What all threads of this process have used, compilers and collector included. */
final class Processor {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private Processor() {
	}

	static Duration used() {
		return Duration.ofNanos(SYSTEM.getProcessCpuTime());
	}

	static double load() {
		return SYSTEM.getSystemLoadAverage();
	}

}
