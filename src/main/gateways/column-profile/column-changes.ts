import type { ColumnChange } from '../../../preload/contract/column-profile'

/**
 * What became of the columns since a mapping was saved, old beside new: every old column in its order, then those that are new. Null where
 * nothing has changed. A name that is gone while another stands in its place was renamed; of equal names the first belongs to the first.
 */
export function columnChanges(before: readonly string[], now: readonly string[]): ColumnChange[] | null {
  if (before.length === now.length && before.every((name, at) => name === now[at])) return null
  const kept = placesOf(before, now)
  const taken = new Set(kept.filter((at) => at !== null))
  const old = before.map((was, at): ColumnChange => {
    const to = kept[at] ?? null
    if (to !== null) return change({ was, is: was, change: to === at ? 'same' : 'moved', from: at, to })
    const is = now[at]
    if (is === undefined || taken.has(at)) return change({ was, is: null, change: 'missing', from: at, to: null })
    taken.add(at)
    return change({ was, is, change: 'renamed', from: at, to: at })
  })
  const added = now.flatMap((is, at) => (taken.has(at) ? [] : [change({ was: null, is, change: 'new', from: null, to: at })]))
  return [...old, ...added]
}

/** Where each old column stands now, by its name. */
function placesOf(before: readonly string[], now: readonly string[]): (number | null)[] {
  const free = new Map<string, number[]>()
  for (const [at, name] of now.entries()) free.set(name, [...(free.get(name) ?? []), at])
  return before.map((name) => free.get(name)?.shift() ?? null)
}

function change({ from, to, ...rest }: ColumnChange): ColumnChange {
  return { ...rest, from: from === null ? null : from + 1, to: to === null ? null : to + 1 }
}
