// Checks Kubernetes objects (a file with an array, JSON) against the schemas of the npm package kubernetes-models: what is
// wrong, and what no schema knows. The package's own check passes over unknown fields; it reads those it knows, so what it has not
// read is unknown. Kinds of other people's groups are looked at for apiVersion and kind alone.
import { readFileSync } from 'node:fs';

const documents = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const OTHERS = ['monitoring.coreos.com/v1'];

function watched(value, path, seen) {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const unread = new Set(Array.isArray(value) ? [] : Object.keys(value));
  seen.push([path, unread]);
  const inner = new Map();
  return new Proxy(value, {
    get(target, key) {
      unread.delete(key);
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) {
        return Reflect.get(target, key);
      }
      if (!inner.has(key)) {
        inner.set(key, watched(target[key], `${path}.${key}`, seen));
      }
      return inner.get(key);
    },
  });
}

const findings = [];
for (const document of documents) {
  const name = `${document.kind} ${document.metadata?.name}`;
  if (OTHERS.includes(document.apiVersion)) {
    continue;
  }
  let validate;
  try {
    ({ validate } = await import(`kubernetes-models/_schemas/${schema(document)}`));
  } catch {
    findings.push(`${name}: there is no ${document.kind} in ${document.apiVersion}`);
    continue;
  }
  const seen = [];
  if (!validate(watched(document, name, seen))) {
    validate.errors.forEach(error => findings.push(`${name}${error.instancePath}: ${error.message ?? error.keyword} ${JSON.stringify(error.params)}`));
  }
  seen.forEach(([path, unread]) => unread.forEach(key => findings.push(`${path}: no schema knows ${key}`)));
}
findings.forEach(finding => console.log(finding));
process.exit(findings.length === 0 ? 0 : 1);

function schema(document) {
  const [group, version] = document.apiVersion.includes('/') ? document.apiVersion.split('/') : ['core', document.apiVersion];
  const word = text => text[0].toUpperCase() + text.slice(1);
  return `IoK8sApi${word(group.split('.')[0])}${word(version)}${document.kind}`;
}
