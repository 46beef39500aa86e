/** Longest side of a stored photo, in pixels, its stamp included. */
export const LONGEST_SIDE = 1600;
/** What a stored photo may weigh, in bytes: about 300 kB. */
export const MOST_BYTES = 320_000;

export interface Size {
	readonly width: number;
	readonly height: number;
}

/** The size with its longest side no longer than `longest`; never larger than it is. */
export function fitted({ width, height }: Size, longest: number): Size {
	const scale = Math.min(1, longest / Math.max(width, height));
	return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * The quality to try next, or null when this file is small enough or nothing lower is worth it: below 0.45 writing on a
 * sheet cannot be read any more; then the picture has to be made smaller.
 * @param quality of the file, as a canvas takes it (0 to 1)
 */
export function nextQuality(quality: number, bytes: number): number | null {
	if (bytes <= MOST_BYTES || quality <= 0.45) return null;
	return Math.max(0.45, quality - Math.max(0.08, (bytes / MOST_BYTES - 1) * 0.25));
}
