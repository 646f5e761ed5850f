import { done, type Result, refuse } from '../../preload/contract/errors'
import type { SavedViewId } from '../../preload/contract/ids'
import { isPermitted } from '../../preload/contract/permissions'
import { type SavedView, VIEWS_MAX, type ViewList } from '../../preload/contract/saved-views'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { changeView, insertView, ownView, removeView, type ViewContent, viewsOf } from '../ledger/saved-views'
import type { Context, Handlers, Person } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'

/* Lists as people have saved them: everybody keeps their own, may share it, and may use and copy what others share. */

export interface ViewDeps {
  readonly ledger: Ledger
  readonly events: Events
}

export function viewHandlers(deps: ViewDeps): Pick<Handlers, 'views.list' | 'views.save' | 'views.update' | 'views.remove'> {
  return {
    'views.list': async ({ user }, { list }) => {
      if (!user) return refuse({ refusal: 'not_signed_in' })
      return maySee(user, list) ? done({ views: await viewsOf(deps.ledger.reader, list, user.id) }) : notPermitted
    },
    'views.save': save(deps),
    'views.update': update(deps),
    'views.remove': async (context, { id, version }) =>
      changing(deps, context, async (writer, user) => {
        const before = await seen(writer, user, { id, version })
        if (!before.ok) return before
        await removeView(writer, id)
        await audit(writer, 'view_removed', id, { list: before.value.list, name: before.value.name })
        return done({})
      }),
  }
}

const notPermitted = refuse({ refusal: 'not_permitted', permission: 'audit' })

/** How others look at the audit trail is told only to those who may read it. */
const maySee = (user: Person, list: ViewList) => list !== 'audit' || isPermitted('audit', user.roles)

function save(deps: ViewDeps): Handlers['views.save'] {
  return async (context, { list, ...content }) =>
    changing(deps, context, async (writer, user) => {
      if (!maySee(user, list)) return notPermitted
      const own = (await viewsOf(writer, list, user.id)).filter((view) => view.own)
      if (own.length >= VIEWS_MAX) return refuse({ refusal: 'too_many_views', limit: VIEWS_MAX })
      const checked = check(content, own)
      if (!checked.ok) return checked
      const id = await insertView(writer, user.id, list, content)
      await audit(writer, 'view_saved', id, { list, ...content })
      return done({ id, version: 1 })
    })
}

function update(deps: ViewDeps): Handlers['views.update'] {
  return async (context, { id, version, ...content }) =>
    changing(deps, context, async (writer, user) => {
      const before = await seen(writer, user, { id, version })
      if (!before.ok) return before
      const { list } = before.value
      const checked = check(
        content,
        (await viewsOf(writer, list, user.id)).filter((view) => view.own && view.id !== id),
      )
      if (!checked.ok) return checked
      await changeView(writer, { id, version }, content)
      const { name, shared, address, columns } = before.value
      await audit(writer, 'view_changed', id, { list, before: { name, shared, address, columns }, after: content })
      return done({ version: version + 1 })
    })
}

async function changing<T>(
  { ledger, events }: ViewDeps,
  { user, by }: Context,
  work: (writer: Writer, user: Person) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!user) return refuse({ refusal: 'not_signed_in' })
  const changed = await ledger.write(by, (writer) => work(writer, user))
  if (changed.ok) publishChanged(events, 'views', 'audit')
  return changed
}

/** One's own view as it was seen. Refuses not_found, changed_meanwhile. */
async function seen(writer: Writer, user: Person, { id, version }: Pick<SavedView, 'id' | 'version'>): Promise<Result<SavedView>> {
  const view = await ownView(writer, id, user.id)
  if (!view) return refuse({ refusal: 'not_found', what: 'view' })
  return view.version === version ? done(view) : refuse({ refusal: 'changed_meanwhile' })
}

/** Refuses view_name_taken, invalid_input (a card number in the name or in what is searched). */
function check({ name, address }: ViewContent, others: readonly SavedView[]): Result<null> {
  if (others.some((view) => view.name === name)) return refuse({ refusal: 'view_name_taken', name })
  const problems = [
    ...cardNumberProblem('name', name),
    ...Object.entries(address).flatMap(([key, value]) => cardNumberProblem(`address.${key}`, value)),
  ]
  const refusal = refusalOf(problems)
  return refusal ? refuse(refusal) : done(null)
}

function audit(writer: Writer, action: string, id: SavedViewId, detail: Record<string, unknown>): Promise<void> {
  return appendAudit(writer, { stream: 'settings', action, subject: `view:${id}`, detail })
}
