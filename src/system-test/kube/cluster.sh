#!/usr/bin/env bash
# A Kubernetes of one node, in network, process and mount namespaces of its own, in which a command is run:
#	cluster.sh COMMAND...
# WEB3_KUBE_KEEP=1 keeps the logs of its parts, WEB3_KUBE_FOLDER is where it lives (/var/tmp).
# The command finds kubectl, helm and docker ready to use. When it ends everything ends with it: the process it was started by is
# the first of its process namespace, and the kernel takes down the others. Linux, root, cgroup v1.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/web3-peers
export PATH=$PATH:/usr/sbin:/sbin

# pods, node and daemons share docker's bridge; Services are nowhere but in packet filters
bridge=10.244.0.1
services=10.96.0.0/16
node=node-0

say() {
	printf '%6ss  %s\n' "$SECONDS" "$*"
}

# waits for a command to succeed: SECONDS COMMAND...
await() {
	local until=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		if [ "$SECONDS" -ge "$until" ]; then
			echo "in vain: $*" >&2
			return 1
		fi
		sleep 0.5
	done
}

# a daemon with a log of its own; it ends with the namespace
daemon() {
	local name=$1
	shift
	"$@" >"$run/log/$name" 2>&1 &
}

certificate() {
	local name=$1 subject=$2 names=${3:-DNS:none}
	openssl req -new -newkey rsa:2048 -nodes -keyout "$run/pki/$name.key" -subj "$subject" 2>/dev/null |
		openssl x509 -req -CA "$run/pki/ca.pem" -CAkey "$run/pki/ca.key" -CAcreateserial -days 2 -out "$run/pki/$name.pem" \
			-extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$names") 2>/dev/null
}

make_certificates() {
	mkdir -p "$run/pki"
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$run/pki/ca.key" -out "$run/pki/ca.pem" -days 2 -subj /CN=cluster 2>/dev/null
	certificate api /CN=kube-apiserver \
		"DNS:kubernetes.default.svc,DNS:kubernetes.default,DNS:localhost,IP:10.96.0.1,IP:$bridge,IP:127.0.0.1"
	certificate admin /O=system:masters/CN=admin
	openssl genrsa -out "$run/pki/accounts.key" 2048 2>/dev/null
	openssl rsa -in "$run/pki/accounts.key" -pubout -out "$run/pki/accounts.pem" 2>/dev/null
}

write_kubeconfig() {
	cat >"$run/kubeconfig" <<-END
		apiVersion: v1
		kind: Config
		clusters:
		- {name: one, cluster: {server: "https://$bridge:6443", certificate-authority: $run/pki/ca.pem}}
		users:
		- {name: admin, user: {client-certificate: $run/pki/admin.pem, client-key: $run/pki/admin.key}}
		contexts:
		- {name: one, context: {cluster: one, user: admin}}
		current-context: one
	END
}

# kubelet sets these for the whole machine; here it is shown values which please it
please_kubelet() {
	local setting name value
	mkdir -p "$run/proc"
	for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
		kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
		name=${setting%=*} value=${setting#*=}
		if [ -e "/proc/sys/$name" ]; then
			echo "$value" >"$run/proc/${name//\//.}"
			mount --bind "$run/proc/${name//\//.}" "/proc/sys/$name"
		fi
	done
}

# what daemons write outside of their folder is seen by them alone
cover_folders() {
	local folder
	mount -t tmpfs none /run
	for folder in /var/lib /var/log /usr/libexec; do
		mkdir -p "$run/over$folder" "$run/under$folder"
		mount -t overlay overlay -o "lowerdir=$folder,upperdir=$run/over$folder,workdir=$run/under$folder" "$folder"
	done
}

start_network() {
	# nobody answers there, and whoever asks is told so at once
	echo "nameserver $bridge" >"$run/resolv.conf"
	mount --bind "$run/resolv.conf" "$(realpath /etc/resolv.conf)"
	ip link set lo up
	sysctl -qw net.ipv4.ip_forward=1
	# what goes from pod to pod through a Service comes back through it
	sysctl -qw net.bridge.bridge-nf-call-iptables=1
}

start_docker() {
	# without CAP_SYS_RESOURCE nobody may be spared by the kernel when memory is short
	cat >"$run/runc" <<-'END'
		#!/bin/sh
		before=
		for argument; do
			[ "$before" = --bundle ] && sed -i 's/"oomScoreAdj":-[0-9]*/"oomScoreAdj":0/' "$argument/config.json"
			before=$argument
		done
		exec runc "$@"
	END
	chmod +x "$run/runc"
	export DOCKER_HOST=unix://$run/docker.sock DOCKER_BUILDKIT=0
	# no port is published and nobody leaves: packet filters are kube-proxy's. Without userland proxy a pod reaches itself too
	daemon dockerd dockerd --host "$DOCKER_HOST" --data-root "$run/docker" --exec-root "$run/docker-exec" --pidfile "$run/docker.pid" \
		--bip "$bridge/24" --iptables=false --ip-masq=false --userland-proxy=false --cgroup-parent "$cgroup" \
		--add-runtime "wrapped=$run/runc" --default-runtime wrapped
	await 60 docker version
	ip route add default dev docker0
}

start_api() {
	daemon etcd etcd --data-dir "$run/etcd" --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
		--listen-peer-urls http://127.0.0.1:2380 --unsafe-no-fsync
	await 30 curl -fsS http://127.0.0.1:2379/health
	daemon kube-apiserver "$cache/kube/bin/kube-apiserver" --etcd-servers http://127.0.0.1:2379 --service-cluster-ip-range "$services" \
		--advertise-address "$bridge" --secure-port 6443 --insecure-port 0 --allow-privileged \
		--kubelet-preferred-address-types InternalIP --authorization-mode Node,RBAC \
		--client-ca-file "$run/pki/ca.pem" --tls-cert-file "$run/pki/api.pem" --tls-private-key-file "$run/pki/api.key" \
		--kubelet-client-certificate "$run/pki/admin.pem" --kubelet-client-key "$run/pki/admin.key" \
		--service-account-key-file "$run/pki/accounts.pem" --service-account-signing-key-file "$run/pki/accounts.key" \
		--service-account-issuer https://kubernetes.default.svc --api-audiences https://kubernetes.default.svc
	await 120 kubectl get --raw /readyz
}

start_control() {
	daemon kube-controller-manager "$cache/kube/bin/kube-controller-manager" --kubeconfig "$run/kubeconfig" --leader-elect=false --port 0 \
		--service-account-private-key-file "$run/pki/accounts.key" --root-ca-file "$run/pki/ca.pem"
	daemon kube-scheduler "$cache/kube/bin/kube-scheduler" --kubeconfig "$run/kubeconfig" --leader-elect=false --port 0
	cat >"$run/proxy.yaml" <<-END
		apiVersion: kubeproxy.config.k8s.io/v1alpha1
		kind: KubeProxyConfiguration
		mode: iptables
		hostnameOverride: $node
		clientConnection: {kubeconfig: $run/kubeconfig}
		oomScoreAdj: 0
		conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
		iptables: {minSyncPeriod: 0s, syncPeriod: 30s}
	END
	daemon kube-proxy "$cache/kube/bin/kube-proxy" --config "$run/proxy.yaml"
}

start_kubelet() {
	please_kubelet
	cat >"$run/kubelet.yaml" <<-END
		apiVersion: kubelet.config.k8s.io/v1beta1
		kind: KubeletConfiguration
		address: $bridge
		authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $run/pki/ca.pem}}
		authorization: {mode: AlwaysAllow}
		cgroupDriver: cgroupfs
		cgroupRoot: $cgroup
		failSwapOn: false
		oomScoreAdj: 0
		evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
		imageGCHighThresholdPercent: 100
	END
	daemon kubelet "$cache/kube/bin/kubelet" --config "$run/kubelet.yaml" --kubeconfig "$run/kubeconfig" --hostname-override "$node" \
		--node-ip "$bridge" --root-dir "$run/kubelet" --cert-dir "$run/kubelet-pki" --container-runtime docker \
		--docker-endpoint "$DOCKER_HOST" --pod-infra-container-image pause:local
	await 120 node_is_ready
}

node_is_ready() {
	kubectl get node "$node" -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}' | grep -q True
}

# the parts of the cluster, as the first process of its namespaces
inside() {
	local name
	export run=$1 cgroup=$2
	shift 2
	trap 'exit 130' INT TERM
	mkdir -p "$run/log"
	for name in docker kubectl helm; do
		if [ -x "$cache/bin/$name" ]; then
			mkdir -p "$run/bin"
			ln -s "$cache/bin/$name" "$run/bin/$name"
		fi
	done
	export PATH=$run/bin:$PATH KUBECONFIG=$run/kubeconfig HOME=$run/home WEB3_KUBE_RUN=$run XDG_CACHE_HOME=${cache%/*}
	mkdir "$HOME"
	cover_folders
	start_network
	make_certificates
	write_kubeconfig
	start_docker
	say "docker"
	start_api
	say "kube-apiserver $(kubectl version -o json 2>/dev/null | sed -n '/serverVersion/,$s/.*"gitVersion": "\(.*\)".*/\1/p')"
	start_control
	start_kubelet
	say "the node is ready"
	"$@"
}

# folders of cgroups go from the inside out, when their processes are gone
remove_cgroups() {
	local hierarchy folder
	for hierarchy in /sys/fs/cgroup/*/; do
		if [ -d "$hierarchy$1" ]; then
			while read -r folder; do
				rmdir "$folder" 2>/dev/null || true
			done < <(find "$hierarchy$1" -depth -type d)
		fi
	done
}

tear_down() {
	local turn
	if [ -n "$first" ]; then
		# what dies with it is everything
		kill -KILL "$first" 2>/dev/null || true
		wait "$first" 2>/dev/null || true
	fi
	# processes that were killed may not have gone yet
	for turn in {1..20}; do
		remove_cgroups "$cgroup"
		if ! compgen -G "/sys/fs/cgroup/*$cgroup" >/dev/null; then
			break
		fi
		sleep 0.5
	done
	if [ -n "${WEB3_KUBE_KEEP:-}" ]; then
		find "$run" -mindepth 1 -maxdepth 1 ! -name log -exec rm -rf {} +
		echo "kept: $run/log"
	else
		rm -rf "$run"
	fi
}

outside() {
	local hierarchy code=0
	if [ "$#" -eq 0 ]; then
		sed -n '2,/^set/{/^#/s/^# \?//p}' "${BASH_SOURCE[0]}" >&2
		exit 2
	fi
	if [ "$(id -u)" -ne 0 ]; then
		echo "a cluster needs root" >&2
		exit 1
	fi
	if [ ! -d /sys/fs/cgroup/memory ]; then
		echo "Kubernetes 1.20 with this Docker needs cgroup v1" >&2
		exit 1
	fi
	"$here/build.sh" >/dev/null
	# not in memory, as /tmp may be
	run=$(mktemp -d "${WEB3_KUBE_FOLDER:-/var/tmp}/web3-kube.XXXXXX") cgroup=/web3-kube-$$ first=
	trap tear_down EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	for hierarchy in /sys/fs/cgroup/*/; do
		if [ "$(stat -fc %T "$hierarchy")" = cgroupfs ]; then
			mkdir -p "$hierarchy$cgroup"
		fi
	done
	# as much as kubelet would give its pods, were they not below
	echo $((1024 * $(nproc))) >"/sys/fs/cgroup/cpu$cgroup/cpu.shares"
	# a set of processors is empty until it is said
	for hierarchy in cpuset.cpus cpuset.mems; do
		cat "/sys/fs/cgroup/cpuset/$hierarchy" >"/sys/fs/cgroup/cpuset$cgroup/$hierarchy"
	done
	WEB3_KUBE_INSIDE=yes unshare --net --mount --pid --fork --kill-child --mount-proc \
		"$here/cluster.sh" "$run" "$cgroup" "$@" <&0 &
	first=$!
	wait "$first" || code=$?
	first=
	exit "$code"
}

if [ -n "${WEB3_KUBE_INSIDE:-}" ]; then
	unset WEB3_KUBE_INSIDE
	inside "$@"
else
	outside "$@"
fi
