/*
 * The one door between a window and the core: the desktop's bridge where there is one, loopback HTTP in a browser.
 * Only this file may fetch. Nothing of the ledger's state is kept here but react-query's cache of answers, which is
 * thrown away when the desk is locked; what arrives is parsed by the contract and goes on to the views.
 */
import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  type QueryFunctionContext,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { z } from 'zod'
import { type Answer, type Door, Notification, Subject } from '../preload/contract/carrier'
import { Refusal } from '../preload/contract/errors'
import { type JobId, OfferReference } from '../preload/contract/ids'
import type { JobState } from '../preload/contract/jobs'
import { type InputOf, type MethodName, methods, type OutputOf } from '../preload/contract/methods'
import type { CappedCount, Cursor } from '../preload/contract/paging'
import type { SessionState } from '../preload/contract/people'
import { isPermitted, type Permission } from '../preload/contract/permissions'

declare global {
  interface Window {
    /** Placed by the preload on the desktop; absent in a browser. */
    readonly daiko?: Door<File>
  }
}

/** The core said no, by name. Nothing was changed. */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(readonly refusal: Refusal) {
    super(refusal.refusal)
  }
}

/** The core broke one of its own promises; the number finds it in the log. Nothing was changed. */
export class Fault extends Error {
  override readonly name = 'Fault'
  constructor(readonly number: string) {
    super(number)
  }
}

/** The core did not answer: whether the call was carried out is not known. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** The core is there but does not know this browser: it was started anew, and must be entered by its new address. */
export class NotEntered extends Error {
  override readonly name = 'NotEntered'
}

const AnswerShape = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), value: z.unknown() }),
  z.object({ outcome: z.literal('refused'), refusal: Refusal }),
  z.object({ outcome: z.literal('fault'), number: z.string() }),
])

async function post(path: string, headers: Record<string, string>, body: BodyInit): Promise<Answer> {
  const response = await fetch(path, { method: 'POST', headers, body, credentials: 'same-origin' })
  if (response.status === 401) throw new NotEntered('not entered')
  return AnswerShape.parse(await response.json())
}

function subscribeOverHttp(listener: (notification: Notification) => void): () => void {
  const events = new EventSource('/events')
  let lost = false
  events.onmessage = (event: MessageEvent<string>) => listener(Notification.parse(JSON.parse(event.data)))
  events.onerror = () => {
    lost = true
  }
  // What changed while the line was down was never told: everything may have.
  events.onopen = () => {
    if (lost) listener({ kind: 'changed', subjects: [...Subject.options] })
    lost = false
  }
  return () => events.close()
}

async function offerOverHttp(file: File): Promise<Answer<string>> {
  const headers = { 'content-type': 'application/octet-stream', 'x-daiko-name': encodeURIComponent(file.name) }
  const answer = await post('/offer', headers, file)
  return answer.outcome === 'done' ? { outcome: 'done', value: z.string().parse(answer.value) } : answer
}

async function downloadOverHttp(ticket: string, suggestedName: string): Promise<boolean> {
  const anchor = document.createElement('a')
  anchor.href = `/download/${encodeURIComponent(ticket)}`
  anchor.download = suggestedName
  anchor.hidden = true
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
  return true
}

const loopback: Door<File> = {
  call: (method, input, background) => post('/call', { 'content-type': 'application/json' }, JSON.stringify({ method, input, background })),
  subscribe: subscribeOverHttp,
  offer: offerOverHttp,
  download: downloadOverHttp,
}

const door: Door<File> = (typeof window === 'undefined' ? undefined : window.daiko) ?? loopback

/** Opens an answer: its value, or the refusal or fault as an error a view can show. */
export function opened<T>(answer: Answer<T>): T {
  if (answer.outcome === 'refused') throw new Refused(answer.refusal)
  if (answer.outcome === 'fault') throw new Fault(answer.number)
  return answer.value
}

async function reached<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (cause) {
    if (cause instanceof NotEntered) throw cause
    throw new Unreachable('unreachable', { cause })
  }
}

/** How each method's answer is read; written out so that the compiler ties the answer to the method's name. */
const contract: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods

/** Calls a method of the core; `background` where the window asks by itself. Throws Refused, Fault or Unreachable. */
export async function call<M extends MethodName>(method: M, input: InputOf<M>, background = false): Promise<OutputOf<M>> {
  const value = opened(await reached(door.call(method, input, background)))
  return contract[method].output.parse(value)
}

/** Hands a dropped or chosen file to the core; the reference lives for one sitting. */
export async function offerFile(file: File): Promise<OfferReference> {
  return OfferReference.parse(opened(await reached(door.offer(file))))
}

/** Saves what a one-use ticket stands for. False when the person cancelled the dialog. */
export async function download(ticket: string, suggestedName: string): Promise<boolean> {
  return await reached(door.download(ticket, suggestedName))
}

const OF_PREFIX: Record<string, readonly Subject[]> = {
  session: ['session'],
  people: ['people'],
  merchants: ['merchants'],
  orders: ['orders'],
  protection: ['orders', 'approvals'],
  deposits: ['deposits', 'clearing'],
  clearing: ['clearing', 'deposits', 'orders'],
  approvals: ['approvals'],
  accounts: ['accounts'],
  bankColumns: ['accounts'],
  intake: ['accounts', 'deposits'],
  exports: ['orders', 'deposits', 'clearing'],
  audit: ['audit'],
  views: ['views'],
  film: ['clearing', 'deposits', 'audit'],
  gateways: ['gateways', 'notices', 'mails'],
  notices: ['notices'],
  mails: ['mails'],
  applications: ['applications'],
  refunds: ['refunds', 'approvals', 'orders'],
  exceptions: ['exceptions', 'deposits', 'clearing', 'refunds', 'payouts', 'approvals'],
  closing: ['closing', 'deposits', 'clearing', 'accounts'],
  home: ['collections', 'orders', 'deposits', 'clearing', 'approvals', 'accounts', 'gateways', 'notices', 'mails', 'applications'],
  payouts: ['payouts', 'orders', 'approvals'],
  jobs: ['jobs'],
  banks: [],
  ledger: [],
  settings: ['settings', 'approvals'],
  documents: ['documents'],
  collections: ['collections', 'deposits', 'clearing', 'orders', 'gateways'],
  statements: ['documents', 'payouts', 'merchants'],
  slips: ['orders'],
  byMethod: ['orders', 'collections', 'deposits', 'payouts'],
  card: ['cards', 'orders', 'refunds'],
  debits: ['debits', 'orders'],
  mandates: ['debits'],
  desk: ['desk', 'session', 'people'],
  rules: ['clearing', 'settings', 'approvals'],
}

/** Which changed subjects make an answer of this method stale. */
export function subjectsOf(method: string): readonly Subject[] {
  return OF_PREFIX[method.split('.')[0] ?? ''] ?? []
}

const SIGNED_AWAY: readonly string[] = ['desk_locked', 'not_signed_in', 'password_change_required']

/** Throws away every answer but the state of the session, and asks for that again: what a locked desk must do. */
export function forgetAnswers(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session.state' })
  void client.invalidateQueries({ queryKey: ['session.state'] })
}

function noticeLock(error: Error): void {
  if (error instanceof Refused && SIGNED_AWAY.includes(error.refusal.refusal)) forgetAnswers(queryClient)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeLock }),
  defaultOptions: {
    queries: { retry: (count, error) => error instanceof Unreachable && count < 2, staleTime: 5_000, refetchOnWindowFocus: false },
    mutations: { onError: noticeLock },
  },
})

/** Makes the answers of these subjects stale; views on the screen ask again. */
export function refresh(client: QueryClient, subjects: readonly Subject[]): Promise<void> {
  return client.invalidateQueries({ predicate: (query) => subjectsOf(String(query.queryKey[0])).some((one) => subjects.includes(one)) })
}

const COALESCE_MS = 150
const progressListeners = new Set<(notification: Extract<Notification, { kind: 'progress' }>) => void>()

/** Follows the core's notifications for as long as the window lives; changes are gathered for a moment. */
export function followChanges(client: QueryClient): () => void {
  const gathered = new Set<Subject>()
  let waits = false
  const flush = () => {
    waits = false
    const subjects = [...gathered]
    gathered.clear()
    void refresh(client, subjects)
  }
  return door.subscribe((notification) => {
    if (notification.kind === 'progress') {
      for (const listener of progressListeners) listener(notification)
      return
    }
    for (const subject of notification.subjects) gathered.add(subject)
    if (!waits) setTimeout(flush, COALESCE_MS)
    waits = true
  })
}

export interface CallOptions {
  enabled?: boolean
  /** Milliseconds between two askings, for what changes without a notification. */
  every?: number
}

/**
 * Whether the window asks this by itself: it was answered before, and nobody asked for more of it. Then something has changed or
 * some time has gone by, and no person is at work: it must not keep the desk unlocked.
 */
function isAskedAgain(client: QueryClient, queryKey: QueryKey): boolean {
  const state = client.getQueryCache().find({ queryKey })?.state
  if (!state || state.fetchMeta?.fetchMore) return false
  return state.dataUpdateCount + state.errorUpdateCount > 0
}

/** A question to the core as react-query keeps it. */
export function question<M extends MethodName>(method: M, input: InputOf<M>) {
  return {
    queryKey: [method, input] as const,
    queryFn: ({ client, queryKey }: QueryFunctionContext): Promise<OutputOf<M>> => call(method, input, isAskedAgain(client, queryKey)),
  }
}

/** The same for a list by keyset pages; `inputAt` says what to ask for at a cursor (null is the beginning). */
export function pagedQuestion<M extends PagedMethod>(method: M, inputAt: (cursor: Cursor | null) => InputOf<M>) {
  return {
    queryKey: [method, inputAt(null), 'pages'] as const,
    initialPageParam: null as Cursor | null,
    queryFn: ({ client, queryKey, pageParam }: QueryFunctionContext<QueryKey, Cursor | null>): Promise<OutputOf<PagedMethod>> =>
      call(method, inputAt(pageParam), isAskedAgain(client, queryKey)),
    getNextPageParam: (last: OutputOf<PagedMethod>) => last.next,
  }
}

/** Asks the core and keeps the old answer on the screen while a new one is on its way. */
export function useCall<M extends MethodName>(method: M, input: InputOf<M>, options: CallOptions = {}) {
  return useQuery<OutputOf<M>, Error>({
    ...question(method, input),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
  })
}

/** A method that changes something. On success every answer of its subject is asked for again. */
export function useAct<M extends MethodName>(method: M) {
  const client = useQueryClient()
  return useMutation<OutputOf<M>, Error, InputOf<M>>({
    mutationFn: (input) => call(method, input),
    onSuccess: () => void refresh(client, subjectsOf(method)),
  })
}

/** Where the session stands; undefined until the first answer. */
export function useSession(): SessionState | undefined {
  return useCall('session.state', {}).data
}

/** Whether the person at the desk may do this: what is shown, never what is granted; the core decides again. */
export function useMay(permission: Permission): boolean {
  return isPermitted(permission, useSession()?.user?.roles ?? [])
}

type SessionAct = Exclude<Extract<MethodName, `session.${string}`>, 'session.state'>

/** Signs in, out, locks, unlocks: whatever was known before is forgotten, and the answer is the new session. */
export function useSessionAct<M extends SessionAct>(method: M) {
  const client = useQueryClient()
  return useMutation<SessionState, Error, InputOf<M>>({
    mutationFn: async (input) => await call(method, input),
    onSuccess: (state) => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session.state' })
      client.setQueryData(['session.state', {}], state)
    },
  })
}

type PagedOutput = { rows: readonly unknown[]; next: Cursor | null; matching: CappedCount; elapsedMs: number }
/** The methods that answer page by page. */
export type PagedMethod = { [M in MethodName]: OutputOf<M> extends PagedOutput ? M : never }[MethodName]
export type RowOf<M extends PagedMethod> = OutputOf<M>['rows'][number]

/** What a table shows: the rows fetched so far and how to get more. */
export interface Pages<Row> {
  readonly rows: readonly Row[]
  readonly matching: CappedCount | null
  readonly elapsedMs: number | null
  readonly error: Error | null
  /** Nothing has been answered yet. */
  readonly pending: boolean
  readonly fetching: boolean
  readonly more: boolean
  fetchMore(): void
  again(): void
}

/** A list by keyset pages; `inputAt` says what to ask for at a cursor (null is the beginning). */
export function usePages<M extends PagedMethod>(
  method: M,
  inputAt: (cursor: Cursor | null) => InputOf<M>,
  enabled = true,
): Pages<RowOf<M>> {
  const query = useInfiniteQuery({
    ...pagedQuestion(method, inputAt),
    placeholderData: keepPreviousData,
    enabled,
  })
  const pages = query.data?.pages
  const rows = useMemo(() => (pages ?? []).flatMap((page): readonly RowOf<M>[] => page.rows), [pages])
  return {
    rows,
    matching: pages?.[0]?.matching ?? null,
    elapsedMs: pages?.at(-1)?.elapsedMs ?? null,
    error: query.error,
    pending: query.isPending,
    fetching: query.isFetching,
    more: query.hasNextPage,
    fetchMore: () => void query.fetchNextPage(),
    again: () => void query.refetch(),
  }
}

/** A list that comes whole, in the shape a table wants. */
export function wholeList<Row>(
  query: { error: Error | null; isPending: boolean; isFetching: boolean; refetch: () => unknown },
  rows: readonly Row[],
): Pages<Row> {
  const matching = { count: rows.length, capped: false }
  return {
    rows,
    matching,
    elapsedMs: null,
    error: query.error,
    pending: query.isPending,
    fetching: query.isFetching,
    more: false,
    fetchMore: () => undefined,
    again: () => void query.refetch(),
  }
}

const JOB_POLL_MS = 400

/** Follows a job to its end: its state by asking, its progress by notification. Null while there is no job. */
export function useJob(jobId: JobId | null): { state: JobState | null; error: Error | null; cancel: () => void } {
  const [progress, setProgress] = useState<Extract<Notification, { kind: 'progress' }> | null>(null)
  useEffect(() => {
    if (jobId === null) return
    setProgress(null)
    const listener = (next: Extract<Notification, { kind: 'progress' }>) => next.jobId === jobId && setProgress(next)
    progressListeners.add(listener)
    return () => void progressListeners.delete(listener)
  }, [jobId])
  const query = useQuery({
    queryKey: ['jobs.get', jobId],
    queryFn: ({ client, queryKey }) => (jobId === null ? null : call('jobs.get', { jobId }, isAskedAgain(client, queryKey))),
    enabled: jobId !== null,
    refetchInterval: ({ state }) => (state.error || (state.data && state.data.state !== 'running') ? false : JOB_POLL_MS),
  })
  const asked = query.data ?? null
  const running = asked?.state === 'running' && progress !== null && progress.jobId === jobId
  const cancel = () => void (jobId !== null && call('jobs.cancel', { jobId }).catch(() => undefined))
  return {
    state: running ? { state: 'running', phase: progress.phase, done: progress.done, total: progress.total } : asked,
    error: query.error,
    cancel,
  }
}
