/** The field app lives on the phone: nothing of it is drawn on the server. */
export const ssr = false;
