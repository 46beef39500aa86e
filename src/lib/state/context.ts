/**
 * The open field app, handed down the component tree. `getFieldApp` throws outside the field layout, so no screen ever
 * has to ask whether somebody is signed in.
 */
import { createContext } from 'svelte';
import type { FieldApp } from './contract.ts';
import type { Phone } from './phone.ts';

export const [getFieldApp, setFieldApp] = createContext<FieldApp>();
/** The phone itself (persons, sign-in, PIN), for the layout and the account screen. */
export const [getPhone, setPhone] = createContext<Phone>();
