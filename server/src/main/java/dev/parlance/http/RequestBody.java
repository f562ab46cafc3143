package dev.parlance.http;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.problem.ApiProblem.PayloadTooLarge;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The body of one request: read once, whole, within the limits.
final class RequestBody {
    private static final long SMALL = 64 << 10;

    private final RoutingRequest request;
    private final long maxBytes;
    private final long length; // -1 when it is chunked
    private final boolean expectsContinue;
    private byte @Nullable [] bytes;
    private boolean begun;

    RequestBody(RoutingRequest request, long maxBytes) {
        ServerRequestHeaders headers = request.headers();
        this.request = request;
        this.maxBytes = maxBytes;
        this.length =
                headers.contains(HeaderNames.TRANSFER_ENCODING)
                        ? -1
                        : headers.contentLength().orElse(0);
        this.expectsContinue = length != 0 && headers.containsToken(HeaderValues.EXPECT_100);
    }

    /// True when the connection cannot go on after this request: what is left of its body is
    /// broken, long, or will not come.
    boolean spoilsConnection() {
        return bytes == null
                && length != 0
                && (begun || expectsContinue || length < 0 || length > SMALL);
    }

    /// True when the client is probably still sending.
    boolean stillComing() {
        return spoilsConnection() && !(expectsContinue && !begun);
    }

    /// The whole body.
    ///
    /// @throws ApiException as [HttpCall#body] says
    byte[] bytes() {
        if (bytes == null) {
            String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
            checkType(type);
            if (length > maxBytes) {
                throw new ApiException(new PayloadTooLarge(maxBytes));
            }
            byte[] read = length == 0 ? new byte[0] : read();
            checkForm(type, read);
            bytes = read;
        }
        return bytes;
    }

    private byte[] read() {
        begun = true;
        try (InputStream stream = request.content().inputStream()) {
            byte[] read = stream.readNBytes((int) maxBytes + 1);
            if (read.length > maxBytes) {
                throw new ApiException(new PayloadTooLarge(maxBytes));
            }
            return read;
        } catch (ConnectionInput.TooLarge e) {
            throw new ApiException(new PayloadTooLarge(maxBytes), e);
        } catch (ConnectionInput.TooSlow e) {
            throw new ApiException(new DeadlineExceeded("body"), e);
        } catch (RequestException | IllegalArgumentException e) {
            throw new ApiException(
                    new InvalidRequest(null, "The request body is not in valid chunks."), e);
        } catch (IOException
                | UncheckedIOException
                | CloseConnectionException
                | DataReader.InsufficientDataAvailableException
                | DataReader.IncorrectNewLineException e) {
            throw new ApiException(new InvalidRequest(null, "The request body ended early."), e);
        }
    }

    /// A missing or odd type is fine, since people forget it; a type that says that this cannot be
    /// JSON is not.
    private static void checkType(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        if (lower.startsWith("multipart/")) {
            throw ApiException.invalid(
                    null,
                    "This operation takes JSON, not a multipart form. Send the body with"
                            + " Content-Type: application/json.");
        }
    }

    /// curl calls everything a form unless told otherwise: only a body that is one is refused.
    private static void checkForm(String type, byte[] body) {
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return;
        }
        for (byte b : body) {
            if (b == '{' || b == '[') {
                return;
            }
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                break;
            }
        }
        throw ApiException.invalid(
                null,
                "This operation takes JSON, not a form. Send the body with Content-Type:"
                        + " application/json.");
    }
}
