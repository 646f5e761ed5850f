/** A customer number as mandates and files write it, whatever zeros were left out in front. */
export const customerNumberOf = (typed: string): string => typed.padStart(20, '0')
