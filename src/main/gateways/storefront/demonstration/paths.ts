/* Where a demonstration has its own pages. */
export const SHOP = '/demonstration/shop'

/** How an order stands, as the shop reads it. */
export const orderPath = (orderNumber: string): string => `${SHOP}/orders/${orderNumber}`

/** Where the payer behind a payment link pays. */
export const bankPath = (token: string): string => `/demonstration/bank/${token}`

export const TILL = '/demonstration/till'

/** Where a slip is paid; `token`: of the payment link whose payer holds it. */
export const tillPath = (slip: string, token = ''): string =>
  `${TILL}?${new URLSearchParams({ slip, ...(token === '' ? {} : { payment: token }) })}`
