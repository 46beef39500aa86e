/** One entry a person can choose; texts are already in their language. */
export interface Option {
	readonly code: string;
	readonly title: string;
	/** Second line. */
	readonly detail?: string;
}
