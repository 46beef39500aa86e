import type { BrowserContext } from '@playwright/test';

/**
 * From its next page on this browser's clock is wrong by so many milliseconds (its timers are not). Lasts until the browser is
 * closed; to be said once in its life.
 */
export async function setClockWrong(context: BrowserContext, by: number): Promise<void> {
	await context.addInitScript((ahead) => {
		const Right = Date;
		const now = () => Right.now() + ahead;
		globalThis.Date = new Proxy(Right, {
			construct: (target, args, self) =>
				Reflect.construct(target, args.length === 0 ? [now()] : args, self) as Date,
			apply: () => new Right(now()).toString(),
			get: (target, name, self) => (name === 'now' ? now : (Reflect.get(target, name, self) as unknown))
		});
	}, by);
}
