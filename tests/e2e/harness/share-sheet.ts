/** The phone's share sheet, which a browser without a screen has none of: it takes whatever file it is given. */
import { writeFileSync } from 'node:fs';
import type { Phone } from './phone.ts';

interface Shared {
	readonly name: string;
	readonly type: string;
	readonly content: string;
}

/** From the next page of this browser on there is one. */
export class ShareSheet {
	readonly shared: Shared[] = [];

	static async on(phone: Phone): Promise<ShareSheet> {
		const sheet = new ShareSheet();
		const { context } = phone.browser;
		await context.exposeFunction('noteShared', (one: Shared) => void sheet.shared.push(one));
		await context.addInitScript(() => {
			const { noteShared } = globalThis as unknown as { noteShared(one: Shared): Promise<void> };
			// As Android's: one text file and nothing besides.
			navigator.canShare = ({ files = [] } = {}) =>
				files.length === 1 && files.every(({ type, name }) => type === 'text/plain' && name.endsWith('.txt'));
			navigator.share = async (given = {}) => {
				if (!navigator.canShare(given)) throw new TypeError('This cannot be shared.');
				for (const file of given.files ?? [])
					await noteShared({ name: file.name, type: file.type, content: await file.text() });
			};
		});
		return sheet;
	}

	/** The only file that went through it, written to `path` as whoever got it would. */
	keep(path: string): Shared {
		const [one, ...more] = this.shared;
		if (one === undefined || more.length > 0) throw new Error(`${this.shared.length} files were shared.`);
		writeFileSync(path, one.content);
		return one;
	}
}
