import request from 'undici/lib/api/api-request.js';
import errors from 'undici/lib/core/errors.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import deduplicate from 'undici/lib/interceptor/deduplicate.js';
import retry from 'undici/lib/interceptor/retry.js';

// The main entry of undici would bring 730 kB and, unbundled, fill process-wide slots (docs: `lib/global.js`).
export { Dispatcher, deduplicate, errors, request, retry };
