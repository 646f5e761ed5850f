/** Which rows of a table are selected, by id, and where the keyboard stands. `anchor` is where a range began. */
export interface RowSelection {
  readonly cursor: number
  readonly anchor: number
  readonly chosen: ReadonlySet<string>
}

export const NOTHING_CHOSEN: RowSelection = { cursor: -1, anchor: -1, chosen: new Set() }

function within(ids: readonly string[], index: number): number {
  return Math.min(Math.max(index, 0), ids.length - 1)
}

function idsBetween(ids: readonly string[], from: number, to: number): ReadonlySet<string> {
  return new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1))
}

/** Moves the cursor by so many rows; the selection stays. The first move of all lands on the first row. */
export function movedBy(selection: RowSelection, ids: readonly string[], rows: number): RowSelection {
  if (ids.length === 0) return selection
  const cursor = selection.cursor < 0 ? 0 : within(ids, selection.cursor + rows)
  return { ...selection, cursor, anchor: cursor }
}

/** Moves the cursor and selects everything from where the range began. */
export function extendedBy(selection: RowSelection, ids: readonly string[], rows: number): RowSelection {
  if (ids.length === 0) return selection
  const anchor = selection.anchor < 0 ? 0 : within(ids, selection.anchor)
  const cursor = selection.cursor < 0 ? 0 : within(ids, selection.cursor + rows)
  return { cursor, anchor, chosen: idsBetween(ids, anchor, cursor) }
}

/** Selects the row under the cursor, or takes it out. */
export function toggledAt(selection: RowSelection, ids: readonly string[], index: number): RowSelection {
  const id = ids[index]
  if (id === undefined) return selection
  const chosen = new Set(selection.chosen)
  if (!chosen.delete(id)) chosen.add(id)
  return { cursor: index, anchor: index, chosen }
}

/** A click: alone it selects one row, with Ctrl it adds or takes out, with Shift it selects the range. */
export function clickedAt(
  selection: RowSelection,
  ids: readonly string[],
  index: number,
  held: { readonly ctrl: boolean; readonly shift: boolean },
): RowSelection {
  const id = ids[index]
  if (id === undefined) return selection
  if (held.ctrl) return toggledAt(selection, ids, index)
  if (!held.shift || selection.anchor < 0) return { cursor: index, anchor: index, chosen: new Set([id]) }
  return { cursor: index, anchor: selection.anchor, chosen: idsBetween(ids, selection.anchor, index) }
}

/** Every row that is there. */
export function allChosen(selection: RowSelection, ids: readonly string[]): RowSelection {
  return { ...selection, chosen: new Set(ids) }
}
