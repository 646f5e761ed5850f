import { z } from 'zod'
import { type BusinessDate, formatDate, parseDate } from '../../../../../preload/contract/date'
import { PaymentMethod } from '../../../../../preload/contract/merchants'
import { OrderStatus } from '../../../../../preload/contract/orders'
import { Cursor } from '../../../../../preload/contract/paging'
import type { OrderQuestion } from '../../../counter'
import type { StorefrontWords } from '../../words'
import { Button, Buttons, LinkButton } from '../parts/buttons'
import { type FieldFault, SelectField, TextField } from '../parts/fields'
import type { PortalVisitor } from './session'

/* The filter of the consolidated list: it stands in the address, so that it can be kept as a bookmark and goes along to the files. */

const Asked = z.object({
  status: z.union([z.literal(''), OrderStatus]).catch(''),
  method: z.union([z.literal(''), PaymentMethod]).catch(''),
  from: z.string().trim().max(20).catch(''),
  to: z.string().trim().max(20).catch(''),
  search: z.string().trim().max(100).catch(''),
  cursor: Cursor.nullable().catch(null),
})
type Asked = z.infer<typeof Asked>

export interface OrderFilter {
  readonly typed: Asked
  /** What the counter is asked; a day that is none is left out. */
  readonly question: Omit<OrderQuestion, 'cursor' | 'size'>
  readonly faults: readonly FieldFault[]
}

/** Reads the filter from an address. */
export function readFilter(query: unknown, { portal }: StorefrontWords): OrderFilter {
  const typed = Asked.parse({ cursor: null, ...(typeof query === 'object' ? query : {}) })
  const [from, to] = [dayOf(typed.from), dayOf(typed.to)]
  const faults: FieldFault[] = []
  if (from === null && typed.from !== '') faults.push({ name: 'from', text: portal.orders.notADay })
  if (to === null && typed.to !== '') faults.push({ name: 'to', text: portal.orders.notADay })
  if (from && to && from > to) faults.push({ name: 'to', text: portal.orders.backwards })
  const question = {
    ...(typed.status === '' ? {} : { status: typed.status }),
    ...(typed.method === '' ? {} : { method: typed.method }),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(typed.search === '' ? {} : { search: typed.search }),
  }
  return { typed, question, faults }
}

const dayOf = (text: string): BusinessDate | null => (text === '' ? null : parseDate(text))

/** The filter as an address would have it; with where a page begins, if it is not the first. */
export function filterQuery({ question }: OrderFilter, cursor: string | null = null): string {
  const { status, method, from, to, search } = question
  const given = Object.entries({ status, method, from, to, search, cursor }).flatMap(([name, value]): [string, string][] =>
    value ? [[name, value]] : [],
  )
  const query = new URLSearchParams(given).toString()
  return query === '' ? '' : `?${query}`
}

export function FilterForm({ visitor, filter: { typed, faults } }: { visitor: PortalVisitor; filter: OrderFilter }) {
  const { words } = visitor
  const say = words.portal.orders
  const [path, query = ''] = visitor.to('/portal/orders').split('?')
  const all = { value: '', label: say.all }
  return (
    <form method="get" action={path} className="filter" noValidate aria-label={say.filter}>
      {[...new URLSearchParams(query)].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="filter-fields">
        <SelectField
          words={words}
          name="status"
          label={say.status}
          value={typed.status}
          options={[all, ...OrderStatus.options.map((value) => ({ value, label: words.nouns.status[value] }))]}
        />
        <SelectField
          words={words}
          name="method"
          label={say.method}
          value={typed.method}
          options={[all, ...PaymentMethod.options.map((value) => ({ value, label: words.nouns.method[value] }))]}
        />
        <TextField words={words} name="from" label={say.from} type="date" value={dayText(typed.from)} faults={faults} />
        <TextField words={words} name="to" label={say.to} type="date" value={dayText(typed.to)} faults={faults} />
        <TextField
          words={words}
          name="search"
          label={say.search}
          hint={say.searchHint}
          type="search"
          value={typed.search}
          maxLength={100}
          autoComplete="off"
        />
      </div>
      <Buttons>
        <Button kind="secondary">{say.apply}</Button>
        <LinkButton href={visitor.to('/portal/orders')}>{say.clear}</LinkButton>
      </Buttons>
    </form>
  )
}

/** A field of days takes `YYYY-MM-DD` only. */
const dayText = (typed: string) => dayOf(typed) ?? typed

/** The filter in words, for paper. */
export function filterText({ question }: OrderFilter, { nouns, portal, forms }: StorefrontWords): string {
  const { status, method, from, to, search } = question
  const parts = [
    ...(status ? [nouns.status[status]] : []),
    ...(method ? [nouns.method[method]] : []),
    ...(from || to ? [`${portal.orders.receivedOn} ${from ? formatDate(from) : ''}–${to ? formatDate(to) : ''}`] : []),
    ...(search ? [`“${search}”`] : []),
  ]
  return parts.join(forms.comma)
}
