/** A change elsewhere until it is visible here, and what an open app costs while nothing happens. */
import type { Report, SubjectName } from '../report.ts';
import { BrowserMeter, type BrowserCost } from './browser-cost.ts';
import type { LiveSubject } from './live-subject.ts';
import { seenAt } from './watch-list.ts';

type Values = Partial<Record<SubjectName, readonly number[]>>;

const valuesOf = (entries: readonly (readonly [SubjectName, readonly number[]])[]): Values =>
	Object.fromEntries(entries);

const pause = (seconds: number) => new Promise((wake) => setTimeout(wake, seconds * 1000));

/** All watchers at once, side by side, once they are calm: none does anything. Figures are those of a minute. */
export async function measureIdleApp(
	report: Report,
	on: string,
	subjects: readonly LiveSubject[],
	{ calm, seconds }: { calm: number; seconds: number }
): Promise<void> {
	await pause(calm);
	const meters = await Promise.all(subjects.map(({ watcher }) => BrowserMeter.begin(watcher)));
	for (const subject of subjects) subject.passed();
	await pause(seconds);
	const passed = subjects.map((subject) => subject.passed());
	const costs = await Promise.all(meters.map((meter) => meter.end()));
	const minute = 60 / seconds;
	const add = (name: string, unit: string, of: (at: number) => number) =>
		report.add({
			name: `open app, idle for a minute: ${name}`,
			...{ on, unit },
			values: valuesOf(subjects.map((subject, at) => [subject.name, [of(at) * minute]]))
		});
	const cost = (at: number, what: keyof BrowserCost) => costs[at]?.[what] ?? Number.NaN;
	add('requests', '', (at) => passed[at]?.requests ?? Number.NaN);
	add('bytes both ways', 'B', (at) => (passed[at]?.up ?? Number.NaN) + (passed[at]?.down ?? Number.NaN));
	add("page's main thread", 'ms', (at) => cost(at, 'busy') * 1000);
	add("browser's CPU", 'ms', (at) => cost(at, 'cpu') * 1000);
	add('wakeups of its threads', '', (at) => cost(at, 'wakeups'));
}

/** In turns, so that what the machine does meanwhile falls on all. */
export async function measureVisible(
	report: Report,
	on: string,
	subjects: readonly LiveSubject[],
	times: number
): Promise<void> {
	const asked = {
		'saved on one phone until seen on another': 'save',
		'changed at the server until seen on a phone': 'change'
	} as const;
	for (const [name, action] of Object.entries(asked)) {
		const millis = new Map<SubjectName, number[]>(subjects.map((subject) => [subject.name, []]));
		for (let run = 0; run < times; run++) {
			for (const subject of subjects) {
				const { key, at } = await subject[action]();
				millis.get(subject.name)?.push((await seenAt(subject.watcher, key)) - at);
			}
		}
		report.add({ name, on, unit: 'ms', values: valuesOf([...millis]) });
	}
}
