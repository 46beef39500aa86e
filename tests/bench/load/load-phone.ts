/** A simulated phone: it knows how its server wants to be asked. */
export interface LoadPhone {
	/** Makes ready what it will send. */
	prepare(): void;
	/** Sends the next batch. @returns operations that were acknowledged as kept */
	push(): Promise<number>;
	/** Fetches what is new to it, its own batch with the server's numbers. @returns records that came */
	pull(): Promise<number>;
	/** Asks when there is nothing new. @returns how many records the server says it has of this phone, null if it does not say */
	look(): Promise<number | null>;
	close(): void;
}
