/** A file out of the app: through the phone's share sheet, or as a download. */

interface Handed {
	readonly name: string;
	readonly content: Blob;
}
/** The part of the browser that shares; older ones have none of it. */
export type Sharing = Partial<Pick<Navigator, 'canShare' | 'share'>>;

function save({ name, content }: Handed): void {
	const address = URL.createObjectURL(content);
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** True when the browser's share sheet takes files of this type. */
export function canShareFile(type = 'text/plain', browser: Sharing = navigator): boolean {
	if (!browser.share) return false;
	const name = `a.${type === 'text/plain' ? 'txt' : type.split('/')[1]}`;
	return browser.canShare?.({ files: [new File([''], name, { type })] }) === true;
}

/** @returns false when the person closed the share sheet: nothing went anywhere */
export async function handOver(
	file: Handed,
	how: 'save' | 'share',
	browser: Sharing = navigator,
	download: (file: Handed) => void = save
): Promise<boolean> {
	const { name, content } = file;
	if (how === 'share' && browser.share) {
		try {
			await browser.share({ files: [new File([content], name, { type: content.type })] });
			return true;
		} catch (error) {
			if (error instanceof DOMException && error.name === 'AbortError') return false;
			// Not allowed here after all: the file is made, so it is saved.
		}
	}
	download(file);
	return true;
}
