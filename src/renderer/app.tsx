import { MantineProvider, useMantineColorScheme } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { Route, Switch } from 'wouter'
import type { SessionState } from '../preload/contract/people'
import { followChanges, queryClient, useCall } from './api'
import { nonce } from './nonce'
import { Page } from './parts/Page'
import { preferencesOf } from './parts/preferences'
import { RefusalText } from './parts/RefusalText'
import { theme, variables } from './theme'
import { Frame } from './views/frame/Frame'
import { chosenScheme, paintScheme, schemeManager } from './views/frame/scheme'
import { SessionView, sessionNeeds } from './views/session/SessionView'
import { firstLanguage, speak, startWords, useWords } from './words'

const HomeView = lazy(async () => ({ default: (await import('./views/home/HomeView')).HomeView }))
const DepositsView = lazy(async () => ({ default: (await import('./views/deposits/DepositsView')).DepositsView }))
const ClearingView = lazy(async () => ({ default: (await import('./views/clearing/ClearingView')).ClearingView }))
const CardsView = lazy(async () => ({ default: (await import('./views/cards/CardsView')).CardsView }))
const DebitsView = lazy(async () => ({ default: (await import('./views/debits/DebitsView')).DebitsView }))
const CollectionsView = lazy(async () => ({ default: (await import('./views/collections/CollectionsView')).CollectionsView }))
const OrdersView = lazy(async () => ({ default: (await import('./views/orders/OrdersView')).OrdersView }))
const MethodsView = lazy(async () => ({ default: (await import('./views/methods/MethodsView')).MethodsView }))
const OrderView = lazy(async () => ({ default: (await import('./views/orders/OrderView')).OrderView }))
const MerchantsView = lazy(async () => ({ default: (await import('./views/merchants/MerchantsView')).MerchantsView }))
const MerchantForm = lazy(async () => ({ default: (await import('./views/merchants/MerchantForm')).MerchantForm }))
const MerchantView = lazy(async () => ({ default: (await import('./views/merchants/MerchantView')).MerchantView }))
const ApprovalsView = lazy(async () => ({ default: (await import('./views/approvals/ApprovalsView')).ApprovalsView }))
const ReturnsView = lazy(async () => ({ default: (await import('./views/returns/ReturnsView')).ReturnsView }))
const PayoutsView = lazy(async () => ({ default: (await import('./views/payouts/PayoutsView')).PayoutsView }))
const CalendarView = lazy(async () => ({ default: (await import('./views/payouts/CalendarView')).CalendarView }))
const PayoutRunView = lazy(async () => ({ default: (await import('./views/payouts/PayoutRunView')).PayoutRunView }))
const PayoutView = lazy(async () => ({ default: (await import('./views/payouts/PayoutView')).PayoutView }))
const RefundsView = lazy(async () => ({ default: (await import('./views/refunds/RefundsView')).RefundsView }))
const RefundView = lazy(async () => ({ default: (await import('./views/refunds/RefundView')).RefundView }))
const ExceptionsView = lazy(async () => ({ default: (await import('./views/exceptions/ExceptionsView')).ExceptionsView }))
const ClosingView = lazy(async () => ({ default: (await import('./views/closing/ClosingView')).ClosingView }))
const StatementsView = lazy(async () => ({ default: (await import('./views/statements/StatementsView')).StatementsView }))
const NoticesView = lazy(async () => ({ default: (await import('./views/notices/NoticesView')).NoticesView }))
const MailsView = lazy(async () => ({ default: (await import('./views/mails/MailsView')).MailsView }))
const ApplicationsView = lazy(async () => ({ default: (await import('./views/applications/ApplicationsView')).ApplicationsView }))
const GatewaysView = lazy(async () => ({ default: (await import('./views/gateways/GatewaysView')).GatewaysView }))
const IntakeView = lazy(async () => ({ default: (await import('./views/intake/IntakeView')).IntakeView }))
const AuditView = lazy(async () => ({ default: (await import('./views/audit/AuditView')).AuditView }))
const FilmView = lazy(async () => ({ default: (await import('./views/film/FilmView')).FilmView }))
const PeopleView = lazy(async () => ({ default: (await import('./views/people/PeopleView')).PeopleView }))
const AgentView = lazy(async () => ({ default: (await import('./views/agent/AgentView')).AgentView }))
const RulesView = lazy(async () => ({ default: (await import('./views/rules/RulesView')).RulesView }))
const SettingsView = lazy(async () => ({ default: (await import('./views/settings/SettingsView')).SettingsView }))

/** Draws the desk into the page. */
export function openDesk(): void {
  startWords(firstLanguage())
  paintScheme()
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no root')
  createRoot(root).render(<App />)
}

function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      getStyleNonce={() => nonce}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <Desk />
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** Before sign-in, and while locked, nothing of the desk is on the screen. */
function Desk() {
  const session = useCall('session.state', {})
  useEffect(() => followChanges(queryClient), [])
  if (session.data === undefined) return <Page title="Daiko">{<RefusalText error={session.error} />}</Page>
  if (sessionNeeds(session.data) !== null || session.data.user === null) return <SessionView session={session.data} />
  return <SignedIn session={session.data} user={session.data.user} />
}

function SignedIn({ session, user }: { session: SessionState; user: NonNullable<SessionState['user']> }) {
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    preferencesOf(user.name)
    speak(firstLanguage())
    setColorScheme(chosenScheme())
  }, [user.name, setColorScheme])
  return (
    <Frame session={session} user={user}>
      <Suspense fallback={<Loading />}>
        <Places />
      </Suspense>
    </Frame>
  )
}

function Loading() {
  const { t } = useWords()
  return <p role="status">{t('parts.loading')}</p>
}

function Places() {
  return (
    <Switch>
      <Route path="/" component={HomeView} />
      <Route path="/deposits" component={DepositsView} />
      <Route path="/clearing" component={ClearingView} />
      <Route path="/collections" component={CollectionsView} />
      <Route path="/credit" component={CardsView} />
      <Route path="/debits" component={DebitsView} />
      <Route path="/orders" component={OrdersView} />
      <Route path="/orders/methods" component={MethodsView} />
      <Route path="/orders/:id" component={OrderView} />
      <Route path="/merchants" component={MerchantsView} />
      <Route path="/merchants/new" component={MerchantForm} />
      <Route path="/merchants/:id" component={MerchantView} />
      <Route path="/approvals" component={ApprovalsView} />
      <Route path="/returns" component={ReturnsView} />
      <Route path="/exceptions" component={ExceptionsView} />
      <Route path="/closing" component={ClosingView} />
      <Route path="/refunds" component={RefundsView} />
      <Route path="/refunds/:id" component={RefundView} />
      <Route path="/payouts" component={PayoutsView} />
      <Route path="/payouts/calendar" component={CalendarView} />
      <Route path="/payouts/:id" component={PayoutRunView} />
      <Route path="/payouts/:id/merchants/:payout" component={PayoutView} />
      <Route path="/applications" component={ApplicationsView} />
      <Route path="/mails" component={MailsView} />
      <Route path="/statements" component={StatementsView} />
      <Route path="/notices" component={NoticesView} />
      <Route path="/intake" component={IntakeView} />
      <Route path="/gateways" component={GatewaysView} />
      <Route path="/audit" component={AuditView} />
      <Route path="/film" component={FilmView} />
      <Route path="/people" component={PeopleView} />
      <Route path="/settings/rules" component={RulesView} />
      <Route path="/settings/agent" component={AgentView} />
      <Route path="/settings" component={SettingsView} />
      <Route component={Nowhere} />
    </Switch>
  )
}

function Nowhere() {
  const { t } = useWords()
  return <Page title={t('frame.notFound')}>{t('frame.notFoundText')}</Page>
}
