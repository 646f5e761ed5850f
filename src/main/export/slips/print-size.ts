import type { Paper } from '../statements/paper'

/**
 * Asks whatever prints the file not to fit its pages between the printer's margins: a symbol that is made smaller is read worse. PDFKit
 * writes the wishes of a document (ViewerPreferences) but has no public way to add one.
 */
export function keepSize(paper: Paper): void {
  const root: unknown = Reflect.get(paper, '_root')
  const data: unknown = typeof root === 'object' && root !== null ? Reflect.get(root, 'data') : null
  if (typeof data !== 'object' || data === null) throw new Error('this PDFKit keeps the root of a document elsewhere')
  Object.assign(data, { ViewerPreferences: paper.ref({ PrintScaling: 'None' }) })
}
