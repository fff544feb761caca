#!/usr/bin/env bash
# Makes the images a cluster runs, in the engine that DOCKER_HOST names: the pause container, and the platform from its
# packaged jar with a runtime of its own. A tar that an image build left is loaded instead, if one is given.
#	image.sh NAME:TAG PLATFORM_APP_JAR | IMAGE_TAR
set -euo pipefail

name=$1 from=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make_pause() {
	mkdir "$work/pause"
	cp "${XDG_CACHE_HOME:-$HOME/.cache}/web3-peers/kube/bin/pause" "$work/pause/pause"
	tar -C "$work/pause" -c . | docker import --change 'ENTRYPOINT ["/pause"]' - pause:local >/dev/null
}

libraries() {
	local library
	for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libz.so.1 libresolv.so.2 libnss_dns.so.2 \
		libnss_files.so.2 libgcc_s.so.1; do
		ldconfig -p | awk -v name="$library" '$1 == name && /x86-64|AArch64/ { print $NF; exit }'
	done
}

make_platform() {
	local root=$work/root java=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
	mkdir -p "$root/app" "$root/opt" "$root/tmp" "$root/etc" "$root/lib" "$root/lib64" "$root/var/lib/web3"
	"$java/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.net,jdk.zipfs,jdk.naming.dns \
		--strip-debug --no-header-files --no-man-pages --output "$root/opt/java"
	# shellcheck disable=SC2046 # paths of libraries have no blanks
	cp -L $(libraries) "$root/lib/"
	cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"
	echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
	cp "$from" "$root/app/platform-app.jar"
	chmod 1777 "$root/tmp"
	tar -C "$root" --owner=0 --group=0 -c . | docker import --change 'USER 10001:10001' --change 'ENV PATH=/opt/java/bin' \
		--change 'ENV LANG=C.UTF-8' --change 'ENTRYPOINT ["/opt/java/bin/java","-jar","/app/platform-app.jar"]' \
		- "$name" >/dev/null
}

# Docker 20 knows its own kind of list alone; what the list of the Open Container Initiative names is the same
translate() {
	node -e '
		const fs = require("fs");
		const [folder, name] = process.argv.slice(1);
		const path = digest => "blobs/" + digest.replace(":", "/");
		const read = file => JSON.parse(fs.readFileSync(folder + "/" + file));
		const image = read(path(read("index.json").manifests[0].digest));
		fs.writeFileSync(folder + "/manifest.json", JSON.stringify([{ Config: path(image.config.digest), RepoTags: [name],
			Layers: image.layers.map(layer => path(layer.digest)) }]));
	' "$1" "$name"
}

load_platform() {
	mkdir "$work/image"
	tar -C "$work/image" -xf "$from"
	if [ -e "$work/image/manifest.json" ]; then
		docker tag "$(docker load --quiet --input "$from" | sed -n 's/^Loaded image: //p')" "$name"
	else
		translate "$work/image"
		tar -C "$work/image" -c . | docker load --quiet
	fi
}

make_pause
case $from in
*.jar) make_platform ;;
*) load_platform ;;
esac
