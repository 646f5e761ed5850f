/* How much may be asked in a minute. */

export interface ApiLimits {
  /** Requests a minute from one address, signed or not. */
  readonly ofAddress: number
  /** Requests a minute with one key. */
  readonly ofKey: number
}
export const USUAL_LIMITS: ApiLimits = { ofAddress: 2_400, ofKey: 1_200 }
