import { Alert, Button, Stack } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useWords } from '../../words'

/** Holds a view that failed to draw, so that the rest of the desk stays in use. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() {
    return { broken: true }
  }
  override render() {
    return this.state.broken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const { t } = useWords()
  return (
    <Stack p="md" align="flex-start">
      <Alert color="red" variant="light" role="alert">
        {t('faults.broken')}
      </Alert>
      <Button variant="default" onClick={() => window.location.reload()}>
        {t('faults.reload')}
      </Button>
    </Stack>
  )
}
