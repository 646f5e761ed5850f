/*
 * The agent of convenience stores: the barcode of a slip, and the files in which the agent tells what was paid at tills. Pure: slips and
 * bytes in, digits and lines out. No file, no ledger, no clock lives here, and nothing here decides what a line pays; the lines go on to
 * services. What differs between agents is data: layouts, columns, codes of chains.
 */
import type { CollectionFormat, CollectionPart, SlipNumbering } from '../../../preload/contract/collection'
import type { StoreAgent } from '../gateway'
import { barcodeOf } from './barcode'
import { mizuhoFactor, mufgFactor } from './fixed-layouts'
import { readDsk } from './read-dsk'
import { readFixed } from './read-fixed'
import { recogniseCollection } from './recognise'
import { writeCollection } from './write'

function readCollection(bytes: Uint8Array, format: CollectionFormat, numbering: SlipNumbering): Generator<CollectionPart> {
  switch (format) {
    case 'mizuho_factor':
      return readFixed(bytes, mizuhoFactor, numbering)
    case 'mufg_factor':
      return readFixed(bytes, mufgFactor, numbering)
    case 'dsk':
      return readDsk(bytes, numbering)
  }
}

export const storeAgent: StoreAgent = { barcodeOf, recogniseCollection, readCollection, writeCollection }
