{{- define "web3.name" -}}
{{- $name := ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name) | trunc 40 | trimSuffix "-" -}}
{{- if not (regexMatch "^[a-z]([a-z0-9-]*[a-z0-9])?$" $name) -}}
{{- fail (printf "the release cannot be called %q: Services get its name, which begins with a letter and has no dots" .Release.Name) -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{- define "web3.zone" -}}
{{- default (printf "%s.internal" .Values.federation.name) .Values.federation.zone -}}
{{- end -}}

{{/* how many may lie or be away */}}
{{- define "web3.f" -}}
{{- div (sub (int .Values.validators.count) 1) 3 -}}
{{- end -}}

{{- define "web3.quorum" -}}
{{- sub (int .Values.validators.count) (include "web3.f" . | int) -}}
{{- end -}}

{{- define "web3.same" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "web3.labels" -}}
{{ include "web3.same" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* an image: "chart", "image", "of" for the message */}}
{{- define "web3.image" -}}
{{- if not .image.repository -}}
{{- fail (printf "%s.repository is empty: name an image that runs %s; none is published" .of .runs) -}}
{{- end -}}
{{- if .image.digest -}}
{{ .image.repository }}@{{ .image.digest }}
{{- else -}}
{{ .image.repository }}:{{ default .chart.AppVersion .image.tag }}
{{- end -}}
{{- end -}}

{{- define "web3.platformImage" -}}
{{- include "web3.image" (dict "chart" .Chart "image" .Values.image "of" "image" "runs" "platform-app.jar") -}}
{{- end -}}

{{- define "web3.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{/* the restricted profile of the Pod Security Standards */}}
{{- define "web3.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "web3.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* the variable that Kubernetes gives a container for the Service of ordinal "i" */}}
{{- define "web3.hostOf" -}}
{{- printf "$(%s_%d_SERVICE_HOST)" (include "web3.name" .root | upper | replace "-" "_") (int .i) -}}
{{- end -}}

{{/* HTTP of ordinal "i" */}}
{{- define "web3.urlOf" -}}
{{- $host := include "web3.hostOf" . -}}
http://{{ ternary (printf "[%s]" $host) $host .root.Values.ipv6 }}:8080
{{- end -}}

{{- define "web3.toml" -}}
{{- .Values.bootstrapToml | default (.Files.Get "files/bootstrap.toml") -}}
{{- end -}}

{{/* asks every validator, one after another: "root", "timeout" */}}
{{- define "web3.askAll" -}}
{{- $root := .root -}}
{{- $timeout := .timeout -}}
{{- $last := sub (int .root.Values.validators.count) 1 | int -}}
restartPolicy: Never
automountServiceAccountToken: false
enableServiceLinks: true
{{- include "web3.pullSecrets" .root }}
securityContext:
  {{- include "web3.podSecurity" .root | nindent 2 }}
initContainers:
{{- range $i := until $last }}
  {{- include "web3.askOne" (dict "root" $root "i" $i "timeout" $timeout) | nindent 2 }}
{{- end }}
containers:
  {{- include "web3.askOne" (dict "root" $root "i" $last "timeout" $timeout) | nindent 2 }}
volumes:
  - name: tmp
    emptyDir: {}
{{- end -}}

{{- define "web3.askOne" -}}
- name: ask-{{ .i }}
  image: {{ include "web3.platformImage" .root }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  args:
    - status
    - --url={{ include "web3.urlOf" . }}
    - --wait
    - --for=phase=3
    - --timeout={{ .timeout }}
  env:
    - name: JAVA_TOOL_OPTIONS
      value: -Xmx96m -XX:TieredStopAtLevel=1
  securityContext:
    {{- include "web3.containerSecurity" .root | nindent 4 }}
  resources:
    requests: {cpu: 50m, memory: 192Mi}
    limits: {memory: 256Mi}
  volumeMounts:
    - name: tmp
      mountPath: /tmp
{{- end -}}
