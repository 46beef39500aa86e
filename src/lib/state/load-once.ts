/** What loads a part of the app for the first who asks and keeps it; where that failed the next who asks has it tried again. */
export function loadOnce<Part>(load: () => Promise<Part>): () => Promise<Part> {
	let loading: Promise<Part> | null = null;
	return () =>
		(loading ??= load().catch((error: unknown) => {
			loading = null;
			throw error;
		}));
}
