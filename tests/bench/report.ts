/** What was measured, as JSON lines while it runs and as a table at the end. */
import { loadavg } from 'node:os';
import { percentile } from './load/tally.ts';

export const SUBJECTS = ['product', 'floor', 'pouchdb', 'rxdb'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** One metric: values of each run, by subject, in the order of the runs. */
export interface Metric {
	readonly name: string;
	/** Engine of the server, or the browser. */
	readonly on: string;
	readonly unit: string;
	readonly values: Partial<Record<SubjectName, readonly number[]>>;
	/** Share of the runs whose value is reported and judged: 0.95 for the slowest of twenty; without it the median. */
	readonly share?: number;
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

const valueOf = ({ share }: Metric, values: readonly number[]): number =>
	share === undefined ? median(values) : percentile(values, share);

/**
 * Median of the product's value over the other's of the same run, or with a share the one's share over the other's; null
 * where there is none, or nothing was measured.
 */
export function ratio(metric: Metric, other: SubjectName): number | null {
	const theirs = metric.values[other];
	const ours = metric.values.product;
	if (!theirs?.length || !ours?.length) return null;
	const times =
		metric.share === undefined
			? median(ours.map((value, run) => value / (theirs[run] ?? Number.NaN)))
			: valueOf(metric, ours) / valueOf(metric, theirs);
	return Number.isFinite(times) ? times : null;
}

/** True or false where something is promised. */
export function isKept(metric: Metric): boolean | null {
	const { timesFloor, most, values } = metric;
	const times = ratio(metric, 'floor');
	if (timesFloor !== undefined && times !== null) return times <= timesFloor;
	return most !== undefined && values.product?.length ? valueOf(metric, values.product) <= most : null;
}

const rounded = (value: number) => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

export class Report {
	readonly #metrics: Metric[] = [];

	add(metric: Metric): void {
		this.#metrics.push(metric);
		const { name, on, unit, values } = metric;
		const medians = SUBJECTS.flatMap((subject) => {
			const list = values[subject];
			return list?.length ? [[subject, rounded(valueOf(metric, list))] as const] : [];
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

	/** Names of the metrics that break what is promised. */
	get missed(): readonly string[] {
		return this.#metrics
			.filter((metric) => isKept(metric) === false)
			.map(({ name, on }) => `${name} (${on})`);
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
				own?.length ? `${rounded(valueOf(metric, own))} ${unit}` : '-',
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
