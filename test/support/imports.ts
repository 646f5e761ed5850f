// Reads a source file as the tidy test sees it: what it imports, which names it uses, where its comments are. Only the test needs this.

import { posix } from 'node:path'
import { parseSync, Visitor } from 'vite'

/** One import or re-export. `inside` is the file of this repository it names, without extension; else `package` is set. */
export interface ImportedModule {
  line: number
  written: string
  inside: string | null
  package: string | null
  typesOnly: boolean
}

/** One word of the language or of the code that the tidy test may forbid, with the line it stands on. */
export interface Mention {
  line: number
  name: string
}

export interface ReadSource {
  path: string
  lines: number
  imports: ImportedModule[]
  /** Names used in code (not in text or comments): identifiers, `Date.now`, `fetch()`, and `: any` for the type. */
  names: Mention[]
  /** The text with its comments blanked, line by line. */
  code: string[]
  /** The comments alone, line by line. */
  comments: string[]
}

/** `@scope/name/part` and `name/part` → the package; `node:fs/promises` → `node:fs`. */
function packageName(written: string): string {
  const [first = '', second = ''] = written.split('/')
  return written.startsWith('@') ? `${first}/${second}` : first
}

function named(path: string, line: number, written: string, typesOnly: boolean): ImportedModule {
  const bare = written.replace(/\?.*$/, '')
  if (!bare.startsWith('.')) return { line, written, inside: null, package: packageName(bare), typesOnly }
  const inside = posix.join(posix.dirname(path), bare).replace(/\.(ts|tsx|js|mjs)$/, '')
  return { line, written, inside, package: null, typesOnly }
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ')

/** Parts the code from its comments; each keeps its line. */
function partComments(source: string, found: readonly { start: number; end: number }[]): { code: string[]; comments: string[] } {
  let code = ''
  let comments = ''
  let at = 0
  for (const { start, end } of found) {
    const [before, comment] = [source.slice(at, start), source.slice(start, end)]
    code += before + blank(comment)
    comments += blank(before) + comment
    at = end
  }
  return { code: (code + source.slice(at)).split('\n'), comments: comments.split('\n') }
}

/** Tells the 1-based line of an offset. */
function lineFinder(source: string): (offset: number) => number {
  const ends = [...source.matchAll(/\n/g)].map((match) => match.index)
  return (offset) => {
    const line = ends.findIndex((end) => end >= offset)
    return line === -1 ? ends.length + 1 : line + 1
  }
}

/** Reads one file; a file that does not parse is a fault, because then nothing could be said about it. */
export function readSource(path: string, source: string): ReadSource {
  const parsed = parseSync(path, source)
  const fault = parsed.errors[0]
  if (fault) throw new Error(`${path}: ${fault.message}`)
  const lineAt = lineFinder(source)
  const imports: ImportedModule[] = []
  const names: Mention[] = []
  const add = (offset: number, written: string, typesOnly: boolean) => imports.push(named(path, lineAt(offset), written, typesOnly))

  for (const each of parsed.module.staticImports) {
    add(each.start, each.moduleRequest.value, each.entries.length > 0 && each.entries.every((entry) => entry.isType))
  }
  for (const each of parsed.module.staticExports) {
    const from = each.entries.find((entry) => entry.moduleRequest)?.moduleRequest
    if (from)
      add(
        each.start,
        from.value,
        each.entries.every((entry) => entry.isType),
      )
  }
  new Visitor({
    ImportExpression: (node) => {
      if (node.source.type === 'Literal') add(node.start, String(node.source.value), false)
    },
    TSImportType: (node) => {
      add(node.start, node.source.value, true)
    },
    CallExpression: (node) => {
      const [first] = node.arguments
      const called = node.callee
      if (called.type === 'Identifier' && called.name === 'require' && first?.type === 'Literal')
        add(node.start, String(first.value), false)
      if (called.type === 'Identifier') names.push({ line: lineAt(node.start), name: `${called.name}()` })
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return
      names.push({ line: lineAt(node.start), name: `${node.object.name}.${node.property.name}` })
    },
    Identifier: (node) => {
      names.push({ line: lineAt(node.start), name: node.name })
    },
    TSAnyKeyword: (node) => {
      names.push({ line: lineAt(node.start), name: ': any' })
    },
    TSAsExpression: (node) => {
      if (node.expression.type === 'TSAsExpression') names.push({ line: lineAt(node.start), name: 'as … as' })
    },
  }).visit(parsed.program)

  return {
    path,
    lines: source.replace(/\n$/, '').split('\n').length,
    imports,
    names,
    ...partComments(source, parsed.comments),
  }
}
