package org.web3ecosystem.bench.names;

import java.nio.file.Path;
import java.util.List;

/** A name server: how it is called, configured and started, with one worker. */
enum Server {

	OURS("ours", "") {

		@Override
		List<String> command(Path configuration, int port, int names, int upstream) {
			return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), OurServer.class.getName(), String.valueOf(port),
					String.valueOf(names), String.valueOf(upstream));
		}

	},

	KNOT("Knot", """
			server:
			    listen: 127.0.0.1@PORT
			    udp-workers: 1
			    tcp-workers: 1
			    background-workers: 1
			    rundir: DIRECTORY
			database:
			    storage: DIRECTORY
			log:
			  - target: stderr
			    any: error
			zone:
			  - domain: ZONE
			    file: DIRECTORY/zone
			    storage: DIRECTORY
			  - domain: ELSEWHERE
			    file: DIRECTORY/../ELSEWHERE
			    storage: DIRECTORY
			""") {

		@Override
		List<String> command(Path configuration, int port, int names, int upstream) {
			return List.of("knotd", "-c", configuration.toString());
		}

	},

	NSD("NSD", """
			server:
			    server-count: 1
			    ip-address: 127.0.0.1@PORT
			    username: ""
			    database: ""
			    zonesdir: DIRECTORY
			    pidfile: DIRECTORY/pid
			    xfrdfile: DIRECTORY/xfrd
			    zonelistfile: DIRECTORY/list
			    rrl-ratelimit: 0
			    minimal-responses: yes
			remote-control:
			    control-enable: no
			zone:
			    name: ZONE
			    zonefile: zone
			""") {

		@Override
		List<String> command(Path configuration, int port, int names, int upstream) {
			return List.of("nsd", "-d", "-c", configuration.toString());
		}

	},

	UNBOUND("Unbound", """
			server:
			    num-threads: 1
			    interface: 127.0.0.1@PORT
			    username: ""
			    chroot: ""
			    directory: DIRECTORY
			    pidfile: DIRECTORY/pid
			    use-syslog: no
			    do-daemonize: no
			    module-config: "iterator"
			    minimal-responses: yes
			    do-not-query-localhost: no
			remote-control:
			    control-enable: no
			auth-zone:
			    name: ZONE
			    zonefile: DIRECTORY/zone
			    for-downstream: yes
			    for-upstream: no
			forward-zone:
			    name: ELSEWHERE
			    forward-addr: 127.0.0.1@UPSTREAM
			""") {

		@Override
		List<String> command(Path configuration, int port, int names, int upstream) {
			return List.of("unbound", "-d", "-c", configuration.toString());
		}

	},

	BIND("BIND", """
			options {
			    directory "DIRECTORY";
			    listen-on port PORT { 127.0.0.1; };
			    listen-on-v6 { none; };
			    pid-file "DIRECTORY/pid";
			    session-keyfile "DIRECTORY/session.key";
			    recursion no;
			    minimal-responses yes;
			};
			controls { };
			zone "ZONE" { type primary; file "DIRECTORY/zone"; };
			""") {

		@Override
		List<String> command(Path configuration, int port, int names, int upstream) {
			return List.of("named", "-g", "-n", "1", "-U", "1", "-c", configuration.toString());
		}

	};

	private final String title;

	private final String configuration;

	Server(String title, String configuration) {
		this.title = title;
		this.configuration = configuration;
	}

	String title() {
		return title;
	}

	/**
	 * What its configuration is, in a directory that has the zone as {@code zone}.
	 * @param upstream port of who has the zone elsewhere
	 */
	String configuration(Path directory, int port, int upstream) {
		return configuration.replace("PORT", String.valueOf(port))
			.replace("UPSTREAM", String.valueOf(upstream))
			.replace("ELSEWHERE", Zone.ELSEWHERE)
			.replace("DIRECTORY", directory.toString())
			.replace("ZONE", Zone.NAME);
	}

	abstract List<String> command(Path configuration, int port, int names, int upstream);

}
