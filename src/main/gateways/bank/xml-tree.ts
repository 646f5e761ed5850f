import { XMLParser } from 'fast-xml-parser'

/*
 * One element of a camt file as a tree, and the few ways to walk it. Everything stays text; nothing is resolved but the
 * five standard entities and character references; a missing element reads as an empty one.
 */

const ATTRIBUTE = '@'
const TEXT = '#text'

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: true,
  htmlEntities: false,
  jPath: false,
})

/** The content of the outermost element; null where the parser refuses it. */
export function parseElement(xml: string): unknown {
  try {
    const document: unknown = parser.parse(xml)
    return isTree(document) ? (Object.values(document)[0] ?? null) : null
  } catch {
    return null
  }
}

function isTree(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

/** All elements of this name directly below, in file order. */
export function children(node: unknown, name: string): readonly unknown[] {
  if (!isTree(node) || !Object.hasOwn(node, name)) return []
  const found = node[name]
  return Array.isArray(found) ? found : [found]
}

/** The first element at this path, or undefined. */
export function child(node: unknown, ...path: readonly string[]): unknown {
  let found = node
  for (const name of path) found = children(found, name)[0]
  return found
}

/** The text of the first element at this path; empty where there is none. */
export function textOf(node: unknown, ...path: readonly string[]): string {
  const found = child(node, ...path)
  if (typeof found === 'string') return found
  const text = isTree(found) ? found[TEXT] : undefined
  return typeof text === 'string' ? text : ''
}

/** The first of these paths that has a text; empty where none has. */
export function firstText(node: unknown, ...paths: readonly (readonly string[])[]): string {
  for (const path of paths) {
    const text = textOf(node, ...path)
    if (text !== '') return text
  }
  return ''
}

export function attributeOf(node: unknown, name: string): string {
  const found = isTree(node) ? node[`${ATTRIBUTE}${name}`] : undefined
  return typeof found === 'string' ? found : ''
}
