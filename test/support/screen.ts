import type { Desk } from './browser'

/** A screen of the desk and the way to it; the way ends when what the screen is for can be seen. */
export interface Screen {
  readonly name: string
  open(desk: Desk): Promise<void>
}

/** A screen at an address. */
export const at = (path: string, seen: (desk: Desk) => Promise<void>): Screen['open'] => {
  return async (desk) => {
    await desk.visit(path)
    await seen(desk)
  }
}

/** The first row of a list is there. */
export const firstRow = (list: (desk: Desk) => string) => (desk: Desk) => desk.rows(list(desk)).first().waitFor()
