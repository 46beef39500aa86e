/** Shapes of what the server sends to desk pages: types only, nothing of the server reaches the browser. */
export type { RecordSheet, SheetConflict } from '#lib/server/desk/record-sheet.ts';
export type { SheetPersons } from '#lib/server/desk/person-rows.ts';
export type { ShownField } from '#lib/server/desk/shown-fields.ts';
export type { ListedRecord } from '#lib/server/desk/record-list.ts';
export type { DecisionAnswer } from '#lib/server/desk/decide.ts';
export type { DecisionBar } from '#lib/server/desk/decision-bar.ts';
export type { TypedDecision } from '#lib/server/desk/decision-form.ts';
