/** What the floor and the peers offer the bench where one page shows what another one saves. */
export interface LivePage {
	/** Opens the subject's storage in this browser; pages of one room share what they write. */
	open(room: string): Promise<void>;
	/** From now on shows what others write. */
	listen(): Promise<void>;
	/** Saves one record and sends it. @returns its id, and when saving began, Unix ms */
	save(): Promise<{ readonly id: string; readonly at: number }>;
}

declare global {
	var livePage: LivePage;
}

/** One more row of the list that is watched. */
export function showRecord(id: string): void {
	const list = document.querySelector('main .list') ?? document.createElement('div');
	if (!list.isConnected) {
		list.className = 'list';
		document.body.appendChild(document.createElement('main')).append(list);
	}
	const row = document.createElement('a');
	row.href = `/records/${id}`;
	row.textContent = id;
	list.prepend(row);
}
