import { CollectionFeeBand } from '../../../preload/contract/collection'
import type { Yen } from '../../../preload/contract/money'

/** What an agent keeps of a collection up to an amount, while it is typed; the last row has no limit. */
export interface FeeBandDraft {
  readonly upTo: Yen | null
  readonly fee: Yen | null
}

export type FeeBandsProblem = 'not_complete' | 'not_rising'

const NO_BAND: FeeBandDraft = { upTo: null, fee: null }

/** One row more: above the one without a limit, or that one itself. */
export function addBand(bands: readonly FeeBandDraft[]): readonly FeeBandDraft[] {
  return [...bands.slice(0, -1), NO_BAND, ...bands.slice(-1)]
}

const limitsOf = (bands: readonly FeeBandDraft[]) => bands.slice(0, -1).map(({ upTo }) => upTo)

/** What is wrong with these rows, or null. */
export function bandsProblem(bands: readonly FeeBandDraft[]): FeeBandsProblem | null {
  const limits = limitsOf(bands)
  if (limits.includes(null) || bands.some(({ fee }) => fee === null)) return 'not_complete'
  const rises = limits.every((limit, at) => (limit ?? 0) > (limits[at - 1] ?? 0))
  return rises ? null : 'not_rising'
}

/** The rows as the contract has them; null where they do not fit. */
export function readBands(bands: readonly FeeBandDraft[]): CollectionFeeBand[] | null {
  if (bandsProblem(bands) !== null) return null
  const read = bands.map(({ upTo, fee }, at) => CollectionFeeBand.safeParse({ upTo: at === bands.length - 1 ? null : upTo, fee }))
  return read.every(({ success }) => success) ? read.flatMap(({ data }) => data ?? []) : null
}
