import { useEffect, useRef, useSyncExternalStore } from 'react'

/** One key of a screen. `keys` is what is pressed, in order: `g d`, `Enter`, `Ctrl+k`, `Shift+ArrowDown`, `?`. */
export interface KeyBinding {
  keys: string
  label: string
  run: () => void
  /** Also while a field has the focus. */
  inFields?: boolean
  /** The browser does it by itself; it is only shown. */
  native?: boolean
}

interface Layer {
  bindings: readonly KeyBinding[]
  /** While it is there, only its own keys and those above it work: dialogs. */
  modal: boolean
}

let layers: readonly { current: Layer }[] = []
const watchers = new Set<() => void>()
const tell = () => {
  for (const watcher of watchers) watcher()
}

/** The layers whose keys work now, the topmost first. */
function livingLayers(): readonly Layer[] {
  const topmostFirst = layers.map((layer) => layer.current).reverse()
  const modal = topmostFirst.findIndex((layer) => layer.modal)
  return modal === -1 ? topmostFirst : topmostFirst.slice(0, modal + 1)
}

/** The keys of the present screen, the topmost first: what `?` shows, and what tests read. */
export function presentKeys(): readonly KeyBinding[] {
  const seen = new Set<string>()
  return livingLayers()
    .flatMap((layer) => layer.bindings)
    .filter((binding) => !seen.has(binding.keys) && seen.add(binding.keys))
}

/** How a pressed key is written: `Ctrl+k`, `Shift+ArrowDown`, `a`, `?`. Command counts as Ctrl. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  const shifted = event.shiftKey && (event.key.length > 1 || event.key === ' ' || /\p{L}/u.test(event.key))
  const control = event.ctrlKey || event.metaKey
  return `${control ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shifted ? 'Shift+' : ''}${key}`
}

/** What a pressed key does: runs a binding, or waits for the next key of a sequence. */
export function resolveKeys(pressed: readonly string[], bindings: readonly KeyBinding[]): { run: KeyBinding | null; waits: boolean } {
  const text = pressed.join(' ')
  const run = bindings.find((binding) => binding.keys === text) ?? null
  return { run, waits: run === null && bindings.some((binding) => binding.keys.startsWith(`${text} `)) }
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)) ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement)

/** A button or link does its own thing on Enter and Space; a key of the screen must not do a second. */
const isPressedItself = (target: EventTarget | null, key: string): boolean =>
  (key === 'Enter' || key === 'Space') &&
  target instanceof Element &&
  target.closest('button, a, summary, input, [role=option], [role=menuitem]') !== null

const SEQUENCE_MS = 1200
let pressed: string[] = []
let pressedAt = 0

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
  const name = keyName(event)
  // A key that is held down walks through a list, and does nothing twice.
  if (event.repeat && !event.key.startsWith('Arrow')) return
  if (isPressedItself(event.target, name)) return
  const inField = isField(event.target)
  const bindings = presentKeys().filter((binding) => binding.native !== true && (!inField || binding.inFields === true))
  const now = event.timeStamp
  const continued = now - pressedAt < SEQUENCE_MS ? [...pressed, name] : [name]
  const attempts = continued.length > 1 ? [continued, [name]] : [continued]
  pressed = []
  for (const attempt of attempts) {
    const { run, waits } = resolveKeys(attempt, bindings)
    if (run === null && !waits) continue
    event.preventDefault()
    if (waits) {
      pressed = attempt
      pressedAt = now
    }
    run?.run()
    return
  }
}

/** Gives the screen these keys for as long as the component is mounted. A `modal` layer silences those beneath it. */
export function useKeys(bindings: readonly KeyBinding[], options: { modal?: boolean; enabled?: boolean } = {}): void {
  const modal = options.modal ?? false
  const layer = useRef<Layer>({ bindings, modal })
  const enabled = options.enabled ?? true
  useEffect(() => {
    layer.current = { bindings, modal }
    tell()
  })
  useEffect(() => {
    if (!enabled) return
    if (layers.length === 0) document.addEventListener('keydown', onKeyDown)
    layers = [...layers, layer]
    tell()
    return () => {
      layers = layers.filter((one) => one !== layer)
      if (layers.length === 0) document.removeEventListener('keydown', onKeyDown)
      tell()
    }
  }, [enabled])
}

let signature = ''
let shown: readonly KeyBinding[] = []

function snapshot(): readonly KeyBinding[] {
  const present = presentKeys()
  const text = present.map((binding) => `${binding.keys}\t${binding.label}`).join('\n')
  if (text !== signature) {
    signature = text
    shown = present
  }
  return shown
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** The keys of the present screen, for showing them. */
export function usePresentKeys(): readonly KeyBinding[] {
  return useSyncExternalStore(watch, snapshot)
}
