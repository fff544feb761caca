#!/usr/bin/env bash
# The chart on a real Kubernetes, step by step, a line with its seconds for each:
#	chart.sh PLATFORM_APP_JAR | IMAGE_TAR
# With a jar it makes an image of its own. It needs Linux, root and cgroup v1; the first time Kubernetes is built, which takes long.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
chart=$here/../../../helm/web3-platform
release=fed name=fed-web3-platform namespace=fed image=web3-platform:test
validators=4
patience=${WEB3_KUBE_PATIENCE:-10m}

step() {
	local what=$1 begun=$SECONDS
	shift
	# in the background, as a condition would have it go on after what failed
	"$@" >"$WEB3_KUBE_RUN/log/step" 2>&1 &
	if ! wait $!; then
		printf '%6ds  FAILED: %s\n' $((SECONDS - begun)) "$what"
		cat "$WEB3_KUBE_RUN/log/step"
		what_is_there
		exit 1
	fi
	printf '%6ds  %s%s\n' $((SECONDS - begun)) "$what" "$(sed -n 's/^#/: /p' "$WEB3_KUBE_RUN/log/step")"
}

# for whoever has to find out why
what_is_there() {
	local pod
	kubectl get nodes,pods,jobs,statefulsets,services,pvc,pv -A -o wide || true
	kubectl get events -n "$namespace" --sort-by=.lastTimestamp | tail -30 || true
	for pod in $(kubectl get pods -n "$namespace" -o name); do
		echo "== $pod"
		kubectl logs -n "$namespace" "$pod" --all-containers --tail=25 || true
	done
}

# reads and writes until it is done: on a busy machine it may not be decided in time
again() {
	local until=$((SECONDS + 180))
	until "$@"; do
		if [ "$SECONDS" -ge "$until" ]; then
			return 1
		fi
		sleep 2
	done
}

in_pod() {
	local ordinal=$1
	shift
	kubectl exec -n "$namespace" "$name-$ordinal" -c node -- java -jar /app/platform-app.jar "$@" --home=/var/lib/web3/home
}

has_asset() {
	in_pod "$1" asset show --id="$2" | grep -F "$2"
}

write_or_find() {
	in_pod "$1" asset register --id="$2" --kind=storage || has_asset "$1" "$2"
}

write() {
	again write_or_find "$1" "$2"
}

write_and_read() {
	write 1 "$1"
	read_at "$1" 0 2 3
}

read_at() {
	local id=$1 ordinal
	shift
	for ordinal; do
		again has_asset "$ordinal" "$id"
	done
}

make_volumes() {
	local ordinal
	for ((ordinal = 0; ordinal < validators; ordinal++)); do
		mkdir -p "$WEB3_KUBE_RUN/volumes/$ordinal"
		kubectl create -f - <<-END
			apiVersion: v1
			kind: PersistentVolume
			metadata: {name: volume-$ordinal}
			spec:
			  capacity: {storage: 8Gi}
			  accessModes: [ReadWriteOnce]
			  persistentVolumeReclaimPolicy: Retain
			  local: {path: $WEB3_KUBE_RUN/volumes/$ordinal}
			  nodeAffinity:
			    required:
			      nodeSelectorTerms:
			      - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node-0]}]
		END
	done
}

# nodes are started often here, and live shortly
java='-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError -XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
values=(--namespace "$namespace" --set image.repository="${image%:*}" --set image.tag="${image#*:}"
	--set validators.javaOptions="$java"
	--set-string 'validators.settings.web3\.platform\.operator-certificate=true')

install() {
	# a StatefulSet of Kubernetes 1.20 cannot be applied by the server twice: its own controller then owns the claims' templates
	helm install "$release" "$chart" "${values[@]}" --create-namespace --server-side=false --wait --timeout "$patience"
}

test_phase() {
	helm test "$release" --namespace "$namespace" --timeout "$patience"
}

# how many validators were ready at worst while a command ran
watched() {
	local watch
	kubectl get statefulset -n "$namespace" "$name" --watch -o 'jsonpath={.status.readyReplicas}{"\n"}' >"$WEB3_KUBE_RUN/log/ready" &
	watch=$!
	"$@"
	kill "$watch"
	wait "$watch" 2>/dev/null || true
	echo "#never fewer than $(sed 's/^$/0/' "$WEB3_KUBE_RUN/log/ready" | sort -n | head -1) of $validators ready"
}

upgrade() {
	watched helm upgrade "$release" "$chart" "${values[@]}" --set validators.graceSeconds=20 --wait --timeout "$patience"
	grace_is 20
}

rollback() {
	watched helm rollback "$release" 1 --namespace "$namespace" --wait --timeout "$patience"
	grace_is 30
}

grace_is() {
	local found
	found=$(kubectl get pods -n "$namespace" -l app.kubernetes.io/component=validator \
		-o jsonpath='{range .items[*]}{.spec.terminationGracePeriodSeconds}{"\n"}{end}')
	[ "$(sort -u <<<"$found")" = "$1" ] && [ "$(wc -l <<<"$found")" -eq "$validators" ]
}

identity() {
	kubectl get pod -n "$namespace" "$name-$1" -o jsonpath='{.metadata.uid}'
}

kill_pods() {
	local ordinal pods=()
	for ordinal; do
		pods+=("$name-$ordinal")
	done
	kubectl delete pod -n "$namespace" --grace-period=0 --force "${pods[@]}"
}

await_all_ready() {
	kubectl rollout status -n "$namespace" "statefulset/$name" --timeout "$patience"
	kubectl wait -n "$namespace" --for=condition=Ready pod -l app.kubernetes.io/component=validator --timeout "$patience"
}

kill_one() {
	local before
	before=$(identity 2)
	kill_pods 2
	write 0 meanwhile
	await_all_ready
	[ "$before" != "$(identity 2)" ]
	read_at before 2
	read_at meanwhile 2
}

kill_all() {
	kill_pods 0 1 2 3
	await_all_ready
	read_at before 0 2
	read_at meanwhile 1 3
}

left() {
	kubectl get "$1" -n "$namespace" -l app.kubernetes.io/instance="$release" --no-headers 2>/dev/null | wc -l
}

validators_are_gone() {
	! kubectl get pods -n "$namespace" -l app.kubernetes.io/component=validator --no-headers | grep .
}

uninstall() {
	helm uninstall "$release" --namespace "$namespace" --wait --timeout "$patience"
	again validators_are_gone
	[ "$(left statefulset)" -eq 0 ]
	[ "$(left persistentvolumeclaim)" -eq "$validators" ]
	[ "$(left service)" -eq "$validators" ]
}

end_for_good() {
	uninstall
	kubectl delete -n "$namespace" service,secret,configmap,persistentvolumeclaim,pod -l app.kubernetes.io/instance="$release"
	[ "$(left service,secret,configmap,persistentvolumeclaim,pod,job)" -eq 0 ]
}

steps() {
	step "the image, $(basename "$1")" "$here/image.sh" "$image" "$1"
	step "a volume for each validator" make_volumes
	step "helm install --wait, $validators validators" install
	step "helm test: all are in phase 3" test_phase
	step "an asset is registered at one and found at all" write_and_read before
	step "helm upgrade --wait, one after another" upgrade
	step "what was registered is there" read_at before 0
	step "helm rollback --wait" rollback
	step "what was registered is there" read_at before 3
	step "a pod is killed, others register, it comes back and knows" kill_one
	step "all pods are killed at once and come back with everything" kill_all
	step "helm uninstall; volumes and addresses stay" uninstall
	step "helm install of the same release" install
	step "it is the same federation" read_at meanwhile 0 3
	step "the end for good" end_for_good
}

if [ -n "${WEB3_KUBE_RUN:-}" ]; then
	steps "$1"
elif [ "$#" -ne 1 ] || [ ! -f "$1" ]; then
	sed -n '2,/^set/{/^#/s/^# \?//p}' "${BASH_SOURCE[0]}" >&2
	exit 2
else
	exec "$here/cluster.sh" "$here/chart.sh" "$(realpath "$1")"
fi
