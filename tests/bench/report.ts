/** What was measured, as JSON lines while it runs and as a table at the end. */
import { loadavg } from 'node:os';

export const SUBJECTS = ['product', 'floor', 'pouchdb', 'rxdb'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** One metric: values of each run, by subject, in the order of the runs. */
export interface Metric {
	readonly name: string;
	/** Engine of the server, or the browser. */
	readonly on: string;
	readonly unit: string;
	readonly values: Partial<Record<SubjectName, readonly number[]>>;
	/** The most that is promised, as a multiple of the floor. */
	readonly timesFloor?: number;
	/** The most that is promised, in the metric's own unit. */
	readonly most?: number;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Median of the product's value over the other's of the same run; null where there is none, or nothing was measured. */
export function ratio(metric: Metric, other: SubjectName): number | null {
	const theirs = metric.values[other];
	const ours = metric.values.product;
	if (!theirs?.length || !ours?.length) return null;
	const times = median(ours.map((value, run) => value / (theirs[run] ?? Number.NaN)));
	return Number.isFinite(times) ? times : null;
}

/** True or false where something is promised. */
export function isKept(metric: Metric): boolean | null {
	const { timesFloor, most, values } = metric;
	const times = ratio(metric, 'floor');
	if (timesFloor !== undefined && times !== null) return times <= timesFloor;
	return most !== undefined && values.product?.length ? median(values.product) <= most : null;
}

const rounded = (value: number) => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

export class Report {
	readonly #metrics: Metric[] = [];

	add(metric: Metric): void {
		this.#metrics.push(metric);
		const { name, on, unit, values } = metric;
		const medians = SUBJECTS.flatMap((subject) => {
			const list = values[subject];
			return list?.length ? [[subject, rounded(median(list))] as const] : [];
		});
		const ratios = SUBJECTS.flatMap((subject) => {
			const times = subject === 'product' ? null : ratio(metric, subject);
			return times === null ? [] : [[subject, rounded(times)] as const];
		});
		console.log(
			JSON.stringify({
				metric: name,
				on,
				unit,
				...Object.fromEntries(medians),
				ratio: Object.fromEntries(ratios),
				runs: values.product?.length ?? 0,
				kept: isKept(metric),
				load: rounded(loadavg()[0] ?? 0)
			})
		);
	}

	table(): string {
		const head = ['metric', 'on', 'product', 'x floor', 'x PouchDB', 'x RxDB', 'promised', ''];
		const rows = this.#metrics.map((metric) => {
			const times = (subject: SubjectName) => {
				const value = ratio(metric, subject);
				return value === null ? '-' : value.toPrecision(3);
			};
			const { timesFloor, most, unit } = metric;
			const promised =
				timesFloor !== undefined ? `${timesFloor} x floor` : most !== undefined ? `${most} ${unit}` : '-';
			const kept = isKept(metric);
			const own = metric.values.product;
			return [
				metric.name,
				metric.on,
				own?.length ? `${rounded(median(own))} ${unit}` : '-',
				...(['floor', 'pouchdb', 'rxdb'] as const).map(times),
				promised,
				kept === null ? '' : kept ? 'ok' : 'MISSED'
			];
		});
		const lines = [head, ...rows];
		const widths = head.map((_cell, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
		return lines
			.map((line) =>
				line
					.map((cell, at) => cell.padEnd(widths[at] ?? 0))
					.join('  ')
					.trimEnd()
			)
			.join('\n');
	}
}
