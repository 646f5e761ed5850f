import { z } from 'zod'
import { SavedViewId } from './ids'
import { method } from './method'

/** The lists that can be seen in a way one has saved. */
export const ViewList = z.enum(['deposits', 'orders', 'audit'])
export type ViewList = z.infer<typeof ViewList>

const ColumnName = z.string().min(1).max(40)
const COLUMNS_MAX = 60

/** Columns of a list as a person has made them: shown or hidden, how wide in pixels, in which order. What is not named is as the list has it. */
export const ViewColumns = z.object({
  shown: z.record(ColumnName, z.boolean()).refine((shown) => Object.keys(shown).length <= COLUMNS_MAX),
  widths: z.record(ColumnName, z.number().min(32).max(2000)).refine((widths) => Object.keys(widths).length <= COLUMNS_MAX),
  order: z.array(ColumnName).max(COLUMNS_MAX),
})
export type ViewColumns = z.infer<typeof ViewColumns>

const VALUES_MAX = 30

/** Filter and sort of a list, as they stand in its address behind the `?`. */
export const ViewAddress = z
  .record(z.string().min(1).max(30), z.string().min(1).max(200))
  .refine((address) => Object.keys(address).length <= VALUES_MAX)
export type ViewAddress = z.infer<typeof ViewAddress>

export const ViewName = z.string().trim().min(1).max(40)

const content = { name: ViewName, shared: z.boolean(), address: ViewAddress, columns: ViewColumns }

/** A list seen in a certain way, under a name. Shared: everybody may use it; only its owner changes it. */
export const SavedView = z.object({
  ...content,
  id: SavedViewId,
  list: ViewList,
  /** Whether it is the asker's own. */
  own: z.boolean(),
  ownerName: z.string(),
  version: z.int(),
})
export type SavedView = z.infer<typeof SavedView>

export const VIEWS_MAX = 50

export const viewMethods = {
  /** One's own views of a list and those that others share, by name. */
  'views.list': method({ permission: 'read', input: z.object({ list: ViewList }), output: z.object({ views: z.array(SavedView) }) }),
  /** Refuses view_name_taken, too_many_views, invalid_input (a card number). */
  'views.save': method({
    permission: 'read',
    input: z.object({ list: ViewList, ...content }),
    output: z.object({ id: SavedViewId, version: z.int() }),
  }),
  /** Refuses not_found for one that is somebody else's, changed_meanwhile, view_name_taken, invalid_input (a card number). */
  'views.update': method({
    permission: 'read',
    input: z.object({ id: SavedViewId, version: z.int(), ...content }),
    output: z.object({ version: z.int() }),
  }),
  /** Refuses not_found for one that is somebody else's, changed_meanwhile. */
  'views.remove': method({ permission: 'read', input: z.object({ id: SavedViewId, version: z.int() }), output: z.object({}) }),
}
