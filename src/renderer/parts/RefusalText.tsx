import { Alert } from '@mantine/core'
import { Refused } from '../api'
import { useWords } from '../words'
import { errorSentence } from '../words/refused'

/** What was not done and what to do, as an alert. Shows nothing where there is no error. */
export function RefusalText({ error, title }: { error: Error | null | undefined; title?: string }) {
  const { t, language } = useWords()
  if (!error) return null
  const wrong = !(error instanceof Refused)
  return (
    <Alert color={wrong ? 'red' : 'amber'} variant="light" title={title} role="alert">
      {errorSentence(error, t, language)}
    </Alert>
  )
}
