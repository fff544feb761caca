// Shows this node's /actuator/bootstrap: asks again whenever /bootstrap/events says that
// something changed, and every few seconds for the numbers that only grow.

const REFRESH_MS = 5000;
const COALESCE_MS = 100;
const EVENTS = ["report", "phase", "component", "fallbacks", "degradation", "gate"];

const element = (tag, className, ...texts) => {
	const made = document.createElement(tag);
	made.className = className;
	made.append(...texts.map(String));
	return made;
};

const replace = (id, children) => document.getElementById(id).replaceChildren(...children);

const seconds = millis => Number.isFinite(millis) ? `${(millis / 1000).toFixed(1)} s` : "";

const gateOf = (state, phase) => {
	const to = phase === 3 ? "complete" : String(phase + 1);
	const list = element("ul", "gate");
	for (const gate of (state.gates ?? []).filter(gate => gate.to === to)) {
		const item = element("li", gate.status === "UP" ? "met" : "", `${gate.criterion} `);
		item.append(element("small", "", gate.reason ?? ""));
		list.append(item);
	}
	return list;
};

const phaseOf = (state, phase) => {
	const item = element("li", "phase");
	const reached = state.phase >= phase.phase;
	item.append(element("strong", reached ? "UP" : "", `phase ${phase.phase} ${phase.name ?? ""}`),
		element("span", "", reached ? seconds(phase.durationMs) : "not yet"), gateOf(state, phase.phase));
	return item;
};

const componentOf = component => {
	const row = element("tr", "");
	row.append(element("td", "", component.name), element("td", component.status, component.status),
		element("td", "", seconds(component.startupMs)), element("td", "", component.errorCount ?? 0),
		element("td", "", (component.waitingFor ?? []).join(", ")));
	return row;
};

const fallbackOf = ({ seat, offer, instead, reason }) => element("li", "", `${seat}: ${offer} instead of ${instead} (${reason})`);

const headline = state => {
	const { n = 0, f = 0, quorum = 0 } = state.validators ?? {};
	return [`phase ${state.phase}${state.complete ? ", complete" : ""}`, state.status === "DEGRADED" ? "degraded" : "",
		`term ${state.term}`, `${n} validators, f=${f}, quorum ${quorum}`,
		state.oneFailureDomain ? "one failure domain" : "", state.chainId].filter(Boolean).join(" · ");
};

const show = state => {
	const name = state.name ?? (state.node ?? "").slice(0, 8);
	document.title = `${name} · phase ${state.phase}`;
	document.getElementById("title").textContent = `${name} of ${state.federation}`;
	document.getElementById("headline").textContent = headline(state);
	replace("walk", (state.phases ?? []).map(phase => phaseOf(state, phase)));
	replace("components", (state.components ?? []).map(componentOf));
	const fallbacks = (state.fallbacks ?? []).map(fallbackOf);
	replace("fallbacks", fallbacks.length > 0 ? fallbacks : [element("li", "", "none")]);
};

let asking = false;
let again = false;

const ask = async () => {
	if (asking) {
		again = true;
		return;
	}
	asking = true;
	try {
		const response = await fetch("/actuator/bootstrap", { headers: { accept: "application/json" }, cache: "no-store" });
		if (!response.ok) {
			throw new Error(`HTTP status ${response.status}`);
		}
		show(await response.json());
	}
	catch (failure) {
		document.getElementById("headline").textContent = `this node does not answer: ${failure.message}`;
	}
	asking = false;
	if (again) {
		again = false;
		setTimeout(ask, COALESCE_MS);
	}
};

const events = new EventSource("/bootstrap/events");
EVENTS.forEach(kind => events.addEventListener(kind, ask));
setInterval(ask, REFRESH_MS);
ask();
