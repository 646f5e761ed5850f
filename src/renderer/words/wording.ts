/** The same words in another language: every key of the Japanese must be there, and singulars (`rows_one`) may be added. */
export type Wording<T> = { readonly [K in keyof T]: T[K] extends string ? string : Wording<T[K]> } & {
  readonly [K in keyof T & string as T[K] extends string ? `${K}_one` : never]?: string
}

/** Dotted paths to the sentences of a tree of words: `orders.title`. */
export type Keys<T> = { [K in keyof T & (string | number)]: T[K] extends string ? `${K}` : `${K}.${Keys<T[K]>}` }[keyof T &
  (string | number)]
