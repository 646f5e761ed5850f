/** Where the payer's slip lies as a PDF, beside the page it belongs to. */
export const slipPath = (token: string): string => `/pay/${token}/slip.pdf`
