import type { HandoutBody } from '#lib/records/handout/body.ts';
import type { RequestBody } from '#lib/records/request/body.ts';
import type { SessionBody } from '#lib/records/session/body.ts';
import type { VisitBody } from '#lib/records/visit/body.ts';
import type { AppealEntry, HandoutEntry, SessionEntry, VisitEntry } from './format.ts';
import { uuidV5 } from './uuid-v5.ts';

/** One campaign a programme and calendar year: `SQL-2025`; none without a programme. */
export function campaignCode(programme: string | null | undefined, date: string): string | null {
	return programme ? `${programme}-${date.slice(0, 4)}` : null;
}

interface Common {
	readonly region: string;
	readonly date: string;
	readonly team?: string | null;
	readonly programme?: string | null;
	readonly remark?: string | null;
}

function common(entry: Common) {
	const programme = entry.programme ?? null;
	return {
		region: entry.region,
		date: entry.date,
		team: entry.team ?? null,
		programme,
		campaign: campaignCode(programme, entry.date),
		tripId: null,
		remark: entry.remark ?? '',
		answers: {},
		imported: true
	};
}

const proxyOf = (proxy: HandoutEntry['proxy']) =>
	proxy ? { name: proxy.name, relation: proxy.relation ?? '' } : null;

/**
 * The bodies of imported records. `entry.region` is the present code already. What the format has no column for stays
 * empty and is shown as not provided; row ids are UUIDv5 of the record and the row's place, so that they never change.
 */
export function sessionBodyOf(entry: SessionEntry): SessionBody {
	return {
		...common(entry),
		type: entry.type,
		topic: entry.topic ?? null,
		topicText: entry.topic_text ?? '',
		speakers: entry.speakers ?? [],
		otherSpeakers: entry.other_speakers ?? [],
		venue: entry.venue ?? '',
		mode: entry.mode,
		start: entry.start ?? null,
		minutes: entry.minutes ?? null,
		hostOrganisation: entry.host_org ?? null,
		audience: entry.audience ?? null,
		headcount: entry.headcount ?? null,
		headcountEstimated: entry.headcount_estimated ?? false,
		byOrganisation: (entry.by_org ?? []).map(({ org, count }, index) => ({
			id: uuidV5(entry.id, `byOrganisation:${index}`),
			organisation: org ?? null,
			count
		})),
		namedOnPaper: entry.named_signins ?? 0,
		signIns: [],
		minorsPresent: entry.minors_present ?? false,
		newFormPeople: entry.new_form_people ?? null,
		onlineViews: entry.online_views ?? 0,
		attendanceMethods: entry.attendance_methods ?? [],
		feedback: entry.feedback ?? '',
		photosReported: entry.photos ?? null,
		photos: []
	};
}

export function handoutBodyOf(entry: HandoutEntry): HandoutBody {
	const { receiver } = entry;
	return {
		...common(entry),
		handoutKind: entry.kind,
		organisation: entry.org ?? null,
		station: entry.station ?? null,
		placeText: entry.place ?? '',
		worksiteKind: entry.worksite_kind ?? null,
		personTimes: entry.person_times ?? null,
		firstTimePersons: entry.first_time_persons ?? null,
		newFormPersonTimes: entry.new_form_person_times ?? null,
		kit: entry.kit ?? null,
		lines: entry.lines.map(({ supply, qty, batch, expiry }, index) => ({
			id: uuidV5(entry.id, `lines:${index}`),
			supply,
			qty: qty ?? null,
			batch: batch ?? '',
			expiry: expiry ?? null
		})),
		receiver: receiver
			? { name: receiver.name, role: receiver.role ?? '', phone: receiver.phone ?? '' }
			: null,
		proxy: proxyOf(entry.proxy),
		recipients: (entry.recipients ?? []).map(({ name, proxy }, index) => ({
			id: uuidV5(entry.id, `recipients:${index}`),
			name,
			organisation: null,
			organisationText: '',
			category: null,
			phone: '',
			portions: null,
			proxy: proxyOf(proxy),
			remark: '',
			signature: null
		})),
		receipt: entry.receipt ?? null,
		signature: null,
		paperKeeper: entry.paper_keeper ?? '',
		temperature: entry.temp_c ?? null,
		photosReported: entry.photos ?? null,
		photos: []
	};
}

export function visitBodyOf(entry: VisitEntry): VisitBody {
	const { household } = entry;
	return {
		...common(entry),
		purpose: entry.purpose,
		organisation: entry.org ?? null,
		station: entry.station ?? null,
		household: household ? { person: household.person, address: household.address ?? '' } : null,
		households: entry.households ?? 0,
		placeText: entry.place ?? '',
		visitors: entry.visitors ?? [],
		category: entry.category ?? null,
		peopleMet: entry.people_met ?? null,
		newFormPeople: entry.new_form_people ?? null,
		hardshipLevel: entry.hardship_level ?? null,
		hardshipCause: entry.hardship_cause ?? null,
		sensitive: entry.sensitive ?? false,
		heatCheck: entry.heat_check ?? null,
		problemsFound: entry.problems_found ?? null,
		problemsFixed: entry.problems_fixed ?? null,
		temperature: null,
		situation: entry.situation ?? '',
		photosReported: entry.photos ?? null,
		photos: []
	};
}

/** The record id of a visit's nth request. */
export function requestId(visitId: string, index: number): string {
	return uuidV5(visitId, `request:${index}`);
}

export function requestBodyOf(visit: VisitEntry, appeal: AppealEntry): RequestBody {
	return {
		...common(visit),
		remark: '',
		visitId: visit.id,
		category: appeal.category ?? null,
		text: appeal.text ?? '',
		status: appeal.status,
		handling: appeal.handling ?? '',
		referral: appeal.referral ?? null,
		due: appeal.due ?? null,
		result: appeal.result ?? '',
		closedOn: appeal.closed ?? null,
		followUp: appeal.followup ?? null,
		satisfaction: appeal.satisfaction ?? null
	};
}
