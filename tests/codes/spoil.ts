/** What sun, hands and old phones do to a picture of a code. */
import type { Picture, Random } from './picture.ts';

export type Spoil = (picture: Picture, random: Random) => Picture;

const each = (picture: Picture, change: (grey: number, x: number, y: number) => number): Picture => ({
	...picture,
	grey: picture.grey.map((grey, at) => change(grey, at % picture.width, Math.floor(at / picture.width)))
});

/** Out of focus or moved: three box blurs come near a Gaussian. @param radius pixels */
export const blur =
	(radius: number): Spoil =>
	(picture) => {
		let { grey } = picture;
		for (let pass = 0; pass < 3; pass++) grey = boxBlur(grey, picture.width, picture.height, radius);
		return { ...picture, grey };
	};

function boxBlur(grey: Float32Array, width: number, height: number, radius: number): Float32Array {
	const once = (
		from: Float32Array,
		step: number,
		length: number,
		start: (line: number) => number,
		lines: number
	) => {
		const to = new Float32Array(from.length);
		for (let line = 0; line < lines; line++) {
			const first = start(line);
			for (let at = 0; at < length; at++) {
				let sum = 0;
				let n = 0;
				for (let near = Math.max(0, at - radius); near <= Math.min(length - 1, at + radius); near++, n++)
					sum += from[first + near * step] ?? 0;
				to[first + at * step] = sum / n;
			}
		}
		return to;
	};
	const across = once(grey, 1, width, (line) => line * width, height);
	return once(across, width, height, (line) => line, width);
}

/** A dim screen or a faded print. @param share of the contrast that is left @param level grey around which it lies */
export const fade =
	(share: number, level: number): Spoil =>
	(picture) =>
		each(picture, (grey) => level + (grey - 130) * share);

/** The sun mirrored in a laminated card: a bright spot that drowns what is under it. @param size share of the width */
export const glare =
	(size: number): Spoil =>
	(picture, random) => {
		const [cx, cy] = [(0.35 + 0.3 * random()) * picture.width, (0.35 + 0.3 * random()) * picture.height];
		const reach = size * picture.width;
		return each(picture, (grey, x, y) => {
			const far = Math.hypot(x - cx, y - cy) / reach;
			return Math.min(255, grey + 330 * Math.exp(-far * far * 2));
		});
	};

/** Scratches across the card, light or dark. @param width pixels */
export const scratch =
	(count: number, width: number): Spoil =>
	(picture, random) => {
		const lines = Array.from({ length: count }, () => {
			const angle = random() * Math.PI;
			const [x, y] = [random() * picture.width, random() * picture.height];
			return {
				nx: Math.cos(angle),
				ny: Math.sin(angle),
				d: x * Math.cos(angle) + y * Math.sin(angle),
				grey: random() < 0.5 ? 40 : 225
			};
		});
		return each(picture, (grey, x, y) => {
			const hit = lines.find((line) => Math.abs(line.nx * x + line.ny * y - line.d) < width / 2);
			return hit ? hit.grey : grey;
		});
	};

/** Sensor noise. @param spread standard deviation in grey values */
export const noise =
	(spread: number): Spoil =>
	(picture, random) =>
		each(picture, (grey) => {
			const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
			return Math.min(255, Math.max(0, grey + spread * normal));
		});

/** A hard shadow over part of the card. */
export const shadow =
	(share: number): Spoil =>
	(picture, random) => {
		const edge = (0.35 + 0.3 * random()) * picture.width;
		const lean = random() - 0.5;
		return each(picture, (grey, x, y) => (x + lean * y > edge ? grey * share : grey));
	};

export const spoilt =
	(...steps: readonly Spoil[]): Spoil =>
	(picture, random) =>
		steps.reduce((now, step) => step(now, random), picture);
