import { addDays, daysBetween, isIsoDate } from '#lib/domain/calendar.ts';
import type { Body } from '#lib/domain/merge.ts';
import type { Judged, PushWorld } from './apply.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';

/**
 * A body that a fast clock has dated, by the day it really was. A phone offers its own today, and lets nobody choose a later
 * day: what lies after the server's today and not after the phone's own was dated by that clock, so its day moves back by
 * what the clock was ahead when the work was written. Where the clock was set right before it was sent nobody knows by how
 * much it was ahead: then the day it came counts. Anything later still is a wrong date, and R07 refuses it.
 */
export function datedByClock(judged: Judged, body: Body, world: Pick<PushWorld, 'today'>): Body {
	const { date } = body;
	if (judged.imported || typeof date !== 'string' || date <= world.today || !isIsoDate(date)) return body;
	const phoneDay = shanghaiDay(new Date(judged.operation.at));
	if (date > phoneDay) return body;
	const corrected = shanghaiDay(new Date(judged.correctedAt));
	const day = corrected < world.today ? corrected : world.today;
	return { ...body, date: addDays(date, -daysBetween(day, phoneDay)) };
}
