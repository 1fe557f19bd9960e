import type { Connection, Secrets } from '../src/domain/connection.ts';
import type { ProviderEnvironment, TicketProvider } from '../src/domain/provider.ts';
import { BkItsmProvider } from '../src/providers/bkItsm/provider.ts';
import { createHttp, type HttpLimits } from '../src/providers/http.ts';
import { createCloudHttp } from '../src/providers/huaweiCloud/cloudHttp.ts';
import { judgeCoc } from '../src/providers/huaweiCoc/judge.ts';
import { HuaweiCocProvider } from '../src/providers/huaweiCoc/provider.ts';
import { HuaweiOsmProvider } from '../src/providers/huaweiOsm/provider.ts';

type MakeProvider = (
  connection: Connection,
  secrets: Secrets,
  environment: ProviderEnvironment,
  limits: Partial<HttpLimits>,
) => TicketProvider;

/** By system. What is measured is our own work: a rate that is kept in earnest is given in `limits`, or not. */
export const makeProvider: Readonly<Record<string, MakeProvider>> = {
  'bk-itsm': (connection, secrets, environment, limits) =>
    new BkItsmProvider(connection, secrets, createHttp(connection, environment, { limits }), environment),
  'huawei-osm': (connection, secrets, environment, limits) =>
    new HuaweiOsmProvider(connection, secrets, environment, { limits }),
  'huawei-coc': (connection, secrets, environment, limits) =>
    new HuaweiCocProvider(
      connection,
      environment,
      createCloudHttp(connection, secrets, environment, judgeCoc, { limits }),
    ),
};
