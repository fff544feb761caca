package org.web3ecosystem.bootstrap.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Makes one alert of a condition that lasts and one when it is over, however often it is
 * looked and however it flickers: what comes back before it was said to be over is the
 * same incident.
 *
 * <pre>
 *           lasts for "after"            away for "calm"
 * seen ----------------------&gt; firing ---------------------&gt; resolved
 *   \ away: forgotten              \ back: goes on
 * </pre>
 */
public final class AlertWatch {

	private final Duration after;

	private final Duration calm;

	private final Supplier<UUID> ids;

	private final Map<Condition, Incident> incidents = new EnumMap<>(Condition.class);

	private volatile List<Alert> firing = List.of();

	/**
	 * @param after how long something has to be wrong until it is told
	 * @param calm how long it has to be well until that is told
	 */
	public AlertWatch(Duration after, Duration calm) {
		this(after, calm, UUID::randomUUID);
	}

	AlertWatch(Duration after, Duration calm, Supplier<UUID> ids) {
		this.after = after;
		this.calm = calm;
		this.ids = ids;
	}

	/**
	 * What is to be told after a look. Called on one thread.
	 * @param wrong why, of each condition that there is
	 */
	public List<Alert> look(Map<Condition, String> wrong, Instant now) {
		List<Alert> news = new ArrayList<>();
		for (Condition condition : Condition.values()) {
			String reason = wrong.get(condition);
			Incident incident = incidents.get(condition);
			if (reason != null) {
				incidents.put(condition, seen(condition, incident, reason, now, news));
			}
			else if (incident != null) {
				away(condition, incident, now, news);
			}
		}
		firing = incidents.values().stream().flatMap(incident -> incident.told().stream()).toList();
		return news;
	}

	/** What was told and is not over, as it was told. From any thread. */
	public List<Alert> firing() {
		return firing;
	}

	private Incident seen(Condition condition, @Nullable Incident before, String reason, Instant now,
			List<Alert> news) {
		if (before == null) {
			return seen(condition, new Incident(now, now, null), reason, now, news);
		}
		Alert alert = before.alert;
		if (alert == null && !now.isBefore(before.since.plus(after))) {
			String incident = ids.get().toString();
			alert = new Alert(ids.get().toString(), incident, condition, Alert.State.FIRING, before.since, now, reason);
			news.add(alert);
		}
		return new Incident(before.since, now, alert);
	}

	private void away(Condition condition, Incident incident, Instant now, List<Alert> news) {
		Alert alert = incident.alert;
		if (alert == null) {
			incidents.remove(condition);
		}
		else if (!now.isBefore(incident.last.plus(calm))) {
			incidents.remove(condition);
			news.add(new Alert(ids.get().toString(), alert.incident(), condition, Alert.State.RESOLVED, alert.since(),
					now, alert.reason()));
		}
	}

	/**
	 * @param since when it was first seen
	 * @param last when it was last seen
	 * @param alert null as long as it was not told
	 */
	private record Incident(Instant since, Instant last, @Nullable Alert alert) {

		List<Alert> told() {
			return (alert == null) ? List.of() : List.of(alert);
		}

	}

}
