/** A text file as the build puts it in. */
declare module '*?raw' {
  const text: string
  export default text
}
