import { z } from 'zod'
import { BusinessDate } from './date'
import { Yen } from './money'

/** One way a word typed in a search box can be meant; the screen says it in words. */
export const WordMeaning = z.discriminatedUnion('kind', [
  /** These letters stand somewhere in a name, as names are compared. */
  z.object({ kind: z.literal('name'), key: z.string() }),
  /** Both ends belong to it; null is open. */
  z.object({ kind: z.literal('amount'), from: Yen.nullable(), to: Yen.nullable() }),
  /** Both days belong to it; null is open. */
  z.object({ kind: z.literal('date'), from: BusinessDate.nullable(), to: BusinessDate.nullable() }),
  /** An order number in the form in which references are compared: whole, or its beginning. */
  z.object({ kind: z.literal('order'), key: z.string(), whole: z.boolean() }),
  /** The end of a virtual account, from four digits on; with eight or more it may also be its beginning. */
  z.object({ kind: z.literal('account'), digits: z.string(), end: z.boolean() }),
])
export type WordMeaning = z.infer<typeof WordMeaning>

/** What stands between two spaces, and every way it can be meant. One of them must fit, and so of every word. */
export const SearchWord = z.object({ typed: z.string(), meanings: z.array(WordMeaning) })
export type SearchWord = z.infer<typeof SearchWord>
