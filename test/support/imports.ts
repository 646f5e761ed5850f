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
  /** Names used in code (not in text or comments): identifiers, `any`, `Date.now` and the like. */
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

/** Keeps only what lies inside (or outside) the given stretches; line breaks stay where they are. */
function onlyWhere(source: string, stretches: readonly { start: number; end: number }[], keepInside: boolean): string[] {
  const characters = [...Array(source.length).keys()].map((at) => {
    const character = source.charAt(at)
    return character === '\n' || keepInside ? (character === '\n' ? '\n' : ' ') : character
  })
  for (const { start, end } of stretches) {
    for (let at = start; at < end; at += 1) {
      const character = source.charAt(at)
      if (character !== '\n') characters[at] = keepInside ? character : ' '
    }
  }
  return characters.join('').split('\n')
}

/** Reads one file; a file that does not parse is a fault, because then nothing could be said about it. */
export function readSource(path: string, source: string): ReadSource {
  const parsed = parseSync(path, source)
  const fault = parsed.errors[0]
  if (fault) throw new Error(`${path}: ${fault.message}`)
  const lineAt = (offset: number) => source.slice(0, offset).split('\n').length
  const imports: ImportedModule[] = []
  const names: Mention[] = []
  const add = (offset: number, written: string, typesOnly: boolean) => imports.push(named(path, lineAt(offset), written, typesOnly))

  for (const each of parsed.module.staticImports) {
    add(each.start, each.moduleRequest.value, each.entries.length > 0 && each.entries.every((entry) => entry.isType))
  }
  for (const each of parsed.module.staticExports) {
    const from = each.entries.find((entry) => entry.moduleRequest)?.moduleRequest
    if (from) add(each.start, from.value, each.entries.every((entry) => entry.isType))
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
      if (called.type === 'Identifier' && called.name === 'require' && first?.type === 'Literal') add(node.start, String(first.value), false)
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
      names.push({ line: lineAt(node.start), name: 'any' })
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
    code: onlyWhere(source, parsed.comments, false),
    comments: onlyWhere(source, parsed.comments, true),
  }
}
